"""The evaluation design as a document."""
