"""Classify decisions, with their evidence, and the outcome of each recommended point."""
