"""Two experiments that share out the whole country: what can be concluded when nobody is untouched."""
