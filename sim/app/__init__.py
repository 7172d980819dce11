"""The planner's app: pages in a browser over what the command line and the package do.

It holds no model of its own. A project is a folder with a scenario file; a page shows a part of
that file, a form changes its text, and the package says what is wrong with it, runs it, and writes
the results.

- `command`: the command `sim app`, and what is said when the extra is not installed.
- `serving`: a port of this machine alone, an address that works once, and the browser.
- `application`: which address is answered by which screen, and what errors look like.
- `house`: what all screens share, and how a page is made.
- `safety`: `doors` lets in only the person who started the app; `forms` reads what they send.
- `projects`: `folders` finds projects on disk, `reading` opens one with its faults, `saving` writes
  changes unless somebody else was first, `uploading` and `shipped` make new ones, `imported` reads
  what an import kept, `workbook` puts a new workbook behind a project.
- `editing`: changes the text of a scenario at a path, with comments, order and spacing kept.
- `running`: `commands` keeps what was asked with its scenario, `runs` gives commands in processes
  of their own, one at a time for each project, `progress` says how far one is, `stages` what it is
  doing now and `speed` how long it takes here; `results` finds what runs have written.
- `screens`: a module for each page. `runs` is the list of runs on several pages, `asking` what the
  form of Find begins with, and `found` its answer in the planner's unit. `cells` shows a number
  and makes the change of an entry, `grids` puts cells into rows, `columns` says which, `pasting`
  reads a copied table, `levers` makes what an arm changes, `faults` links each fault to its field.

`templates` are the pages, `static` the style sheet and the one script, without which all works.

On the screens of figures `entries` reads shares and days as people type them, `demand` changes the
growth of all referrals, and `pathways` draws the flows. `editing.copying` gives a part of a
scenario as plain data.
"""
