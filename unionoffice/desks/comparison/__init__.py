"""Compare and catch up."""
