"""What the office keeps at the desk “Learn from the advanced”."""
