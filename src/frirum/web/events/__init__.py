"""The list of what was done, for those who may read the trail of their organisations."""
