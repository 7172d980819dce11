"""Pictures of results, each from plain numbers, drawn with matplotlib."""
