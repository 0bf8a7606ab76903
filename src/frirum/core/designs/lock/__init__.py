"""The lock of a design: what is frozen, the start checklist, and the document that tells planned from unplanned."""
