"""The desks, one folder a matter."""
