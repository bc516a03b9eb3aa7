"""What every kind of meeting has in common."""
