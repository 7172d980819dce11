"""Functions that users write: what tells them apart, how they travel, and where they fail."""
