"""Following experiments while they run: the uptake meter, and what is answered when the law changes under one."""
