"""Convert a document tree to the rows of one document."""
