"""Who did what to which thing, and when: without personal data, in chained segments, in both zones."""
