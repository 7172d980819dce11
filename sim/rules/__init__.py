"""The decisions of the model: compiled functions of numbers and keyed draws, without state."""
