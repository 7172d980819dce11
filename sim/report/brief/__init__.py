"""The first page of a report for a board: a Word document, and slides."""
