"""The one lock: what is written is frozen as bytes, changed by chained amendments, and vouched for by receipts.

An app that locks something has a lock and an amendment model after `models`, says what is locked in a `LockedKind`,
and names it in its registration. Everything else is here: the chain, the receipt and its mail, what `frirum verify`
asks, and the page where a receipt is held against the database.
"""
