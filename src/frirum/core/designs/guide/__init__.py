"""The guide of a design under way: its steps and fields, and what is written in them read back as an experiment."""
