"""Public pages across experiments: decisions, conclusions, themes, networks, law, and everything as data."""
