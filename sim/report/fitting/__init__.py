"""The page of a fit: what the figures narrow, what they cannot tell, and how far to trust it."""
