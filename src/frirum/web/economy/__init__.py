"""The economy of an experiment: its ledger as a page, and what municipalities state of what the sources leave open."""
