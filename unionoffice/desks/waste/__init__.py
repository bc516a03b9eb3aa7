"""Against waste: special criticism sessions with their minutes, and what waste was exposed and stopped."""
