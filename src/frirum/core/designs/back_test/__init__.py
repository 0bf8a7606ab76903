"""The diagnosis held up against what happened."""
