"""Handle files in folders that may also contain other people's files.

Files are checked when they are read, written completely or not at all, and removed only if they are
this program's own. Below a folder of results no link is followed. The program never waits for a
pipe, and a file name is no proof of a file's origin.
"""
