"""A document tree to the rows of one document."""
