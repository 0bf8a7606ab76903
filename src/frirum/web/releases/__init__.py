"""The gate: a table leaves its team when a second person has seen its true counts and released it."""
