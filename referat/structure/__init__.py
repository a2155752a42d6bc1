"""Build a document tree from lines."""
