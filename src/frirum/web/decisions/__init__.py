"""The register of decisions: a draft beside the evidence, a second reader, publication; and outside evaluations."""
