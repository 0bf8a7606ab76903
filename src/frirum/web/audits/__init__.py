"""Rounds of audits and case reviews: cases drawn, reviewed, counted, and proof that the round was held."""
