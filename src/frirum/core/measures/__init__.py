"""The rules of a definition's measures, run over rows: figures out, and nothing about an experiment in code."""
