"""Mail goes into an outbox in the same transaction as its reason; the worker sends it."""
