"""The instruments of an evaluation: forms, audits, reviews and surveys as data and as documents."""
