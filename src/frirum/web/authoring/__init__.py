"""Writing a definition by form: its pages, what it looks like to others, and its way to the public."""
