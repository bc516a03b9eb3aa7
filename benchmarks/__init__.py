"""How fast, as a ratio to a yardstick measured in the same run. `python -m benchmarks` prints the table."""
