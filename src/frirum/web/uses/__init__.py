"""Uses of an exemption in citizens' cases, why it was not used, and what the citizen chose."""
