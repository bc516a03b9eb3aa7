"""The production figures: indicators, and their plan and actual by unit and month."""
