"""The mapping file: what an extract's tables, columns and codes mean."""
