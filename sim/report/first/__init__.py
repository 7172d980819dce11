"""The first page of a report: the answer with its strength, and what someone who acts on it asks."""
