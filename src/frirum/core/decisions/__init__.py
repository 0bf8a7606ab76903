"""Decisions on experiments: what a draft rests on, what it lacks, what it departs from, and what was decided before."""
