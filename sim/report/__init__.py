"""The decision page: one HTML file that explains itself."""
