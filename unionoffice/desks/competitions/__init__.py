"""Labour competitions: schemes, figures, scores, ranks, and the published score sheet."""
