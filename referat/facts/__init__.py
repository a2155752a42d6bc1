"""What a piece of text says: pure functions from text to facts, which know nothing of files, lines or tables."""
