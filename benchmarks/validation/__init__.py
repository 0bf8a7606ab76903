"""Scripts whose tables stand in docs/methods/validation.md."""
