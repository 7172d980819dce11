"""The pages, a module for each: what it shows, and what its form does."""
