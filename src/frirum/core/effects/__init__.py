"""Effects: estimators and tests that hold for few municipalities and few cases, one module each."""
