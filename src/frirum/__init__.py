"""Frirum: from the rule a municipality wants to be free of to the decision a ministry can stand on."""

__version__ = "0.1.0"
