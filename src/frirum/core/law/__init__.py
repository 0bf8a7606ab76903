"""Dated law: which rule held when, what an experiment changes in it, and what a case must fulfil."""
