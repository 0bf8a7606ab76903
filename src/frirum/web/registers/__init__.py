"""Registers and what came through the door: pseudonymised data sets in the statistics zone, for evaluations alone."""
