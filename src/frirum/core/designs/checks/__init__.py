"""The checks of a design and its questionnaires: each finding with its place and how it is mended."""
