"""Background jobs: a row per job with its progress, and a worker that carries on where a killed one stopped."""
