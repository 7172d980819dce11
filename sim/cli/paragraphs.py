"""How wide paragraphs are on the terminal."""

WIDTH = 88
