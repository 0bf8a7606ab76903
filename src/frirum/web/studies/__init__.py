"""Instruments for minutes and for experience: time studies, focus groups and interviews."""
