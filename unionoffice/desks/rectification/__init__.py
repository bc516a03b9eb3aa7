"""Opinions and corrections."""
