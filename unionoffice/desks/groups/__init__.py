"""Technical mutual aid: groups that learn together, and the contracts between teachers and learners."""
