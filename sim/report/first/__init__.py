"""The first page of a report: the answer with its strength, and what people who act on it ask."""
