"""Saving proposals: from the paper on the clerk's table to the saving of twelve months and the award."""
