"""Qt bricks without a word of the office."""
