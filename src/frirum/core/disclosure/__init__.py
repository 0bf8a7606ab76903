"""Disclosure control: what may be shown of few people, and what must be merged, hidden, rounded or refused.

Start at `protected.protect_table` (one table), `ledger.release` (a table against everything released before),
`figures`, `curves` and `models` (other statistics), and `settings.HOUSE_RULES` (the values). The attacker that tries
to undo it is `frirum.core.disclosure_attack`, which shares no code with this package.
"""
