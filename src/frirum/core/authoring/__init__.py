"""Writing a definition by form: what is asked follows from the models, and the text that is kept stays TOML."""
