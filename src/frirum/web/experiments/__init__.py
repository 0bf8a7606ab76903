"""Definitions of experiments: immutable numbered versions, drafts, and the public pages that show them."""
