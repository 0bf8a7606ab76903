"""Files by their content: bytes in the home folder, a manifest row per file in the zone that may use it."""
