"""Plain words for every measure, family by family."""
