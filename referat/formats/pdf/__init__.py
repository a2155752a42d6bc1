"""PDF to text lines."""
