"""The ministry's ten-point evaluation form as a living document: written, locked, amended, sent, received."""
