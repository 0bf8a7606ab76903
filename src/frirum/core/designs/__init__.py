"""An evaluation design before the start: what it can show, what it lacks, and what it says as a document."""
