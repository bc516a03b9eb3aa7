"""Files as no office should ever get them, each taken all the way into a book: `python -m tests.fuzz`."""
