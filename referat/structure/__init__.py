"""Lines to a document tree: which lines belong together."""
