"""Published tables of jobindsats and the StatBank: answers and downloads read, hidden cells and series breaks told."""
