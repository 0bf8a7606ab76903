"""A made-up experiment in full use, for `frirum init --demo`: cases, audits, surveys and papers of every role."""
