"""The uptake meter: uses so far against what the question needs, and what to do when it is never reached."""
