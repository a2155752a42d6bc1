"""The type of a decision, the words that give it, and the outcome of each point."""
