"""What the office keeps at the desk “Opinions and corrections”."""
