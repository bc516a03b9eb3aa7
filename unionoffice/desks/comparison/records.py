"""What the office keeps at the desk “Compare and catch up”."""
