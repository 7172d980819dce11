"""Names, labels and definitions of every measure, family by family."""
