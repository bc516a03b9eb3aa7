"""What the office keeps at the desk “Plan and targets”."""
