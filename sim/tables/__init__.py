"""Write results as files that other programs read: CSV, Parquet, XES and a workbook."""
