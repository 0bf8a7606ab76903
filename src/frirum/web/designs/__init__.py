"""Designs on the site: the diagnosis of each experiment, a planner, and the back-test."""
