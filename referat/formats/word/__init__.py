"""Word documents to text lines."""
