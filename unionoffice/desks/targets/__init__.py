"""Plan and targets."""
