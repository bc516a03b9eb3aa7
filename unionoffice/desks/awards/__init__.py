"""Certificates of award: drawn up, numbered, issued, kept in their register; and what a worker or a unit has earned."""
