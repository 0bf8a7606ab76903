"""Transports to and from other systems (jobindsats, StatBank, mail). Nothing here computes."""
