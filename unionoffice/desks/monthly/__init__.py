"""The summary of a month, a quarter, half a year or a year, with every figure of the other desks."""
