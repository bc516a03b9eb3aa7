"""Learn from the advanced."""
