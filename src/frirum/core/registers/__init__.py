"""Registers of people over time (DREAM) to spells, outcomes and panels. Never the long format: see `docs/scale.md`."""
