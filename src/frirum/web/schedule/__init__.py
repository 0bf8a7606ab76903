"""The calendar: audits, waves, time studies and reports of all experiments, and what is late."""
