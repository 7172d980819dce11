"""The results of a study as an Excel workbook: a sheet for each question that planners ask."""
