"""From an estimate to what may be said: the step of the design, its deductions, precision, verdict and words."""
