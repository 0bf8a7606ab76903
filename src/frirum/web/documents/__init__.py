"""Documents written together: sections with an owner, text beside what the data propose, review, freezing, errata."""
