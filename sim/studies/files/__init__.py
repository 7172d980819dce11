"""Handle files in folders that may also contain other people's files.

Files are checked when they are read, written completely or not at all, and removed only if this
program wrote them. Links below a folder of results are not followed. The program never waits for a
pipe. A file's name does not count as proof that this program wrote it.
"""
