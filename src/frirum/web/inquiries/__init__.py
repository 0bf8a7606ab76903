"""Requests to municipalities: one send-out, reminders to those who owe, more time, the answers in one table."""
