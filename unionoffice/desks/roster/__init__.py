"""The roster: the units of the plant and its workers."""
