"""The window: tabs at the left, tools at the top, the book's state at the bottom. It knows no desk by name."""
