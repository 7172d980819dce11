"""What a run would leave in records, written as the files of an extract.

`submissions` are the months that send rows in, `cells` what stands in a cell, `sheets` the tables
with their rows, `forms` the kinds of files, `untidy` the faults that real extracts have,
`mapping_text` the mapping file that reads it all, and `writing` puts them together.
"""
