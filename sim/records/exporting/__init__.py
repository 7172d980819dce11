"""What a run would leave in records, written as the files of an extract.

`from_run` makes the tables over whole days, `submissions` are the months that send rows in, `cells`
what stands in a cell, `sheets` the tables of an extract, which `database` selects from those of the
run, `untidy` the faults that real extracts have, `forms` the kinds of files, and `mapping_text` the
mapping file that reads it all. `writing` puts them together, and `choices` says what can be chosen.
"""
