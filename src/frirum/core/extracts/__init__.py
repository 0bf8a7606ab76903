"""Data extracts from case systems: read, checked row by row, and kept without anybody typing them again."""
