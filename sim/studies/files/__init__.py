"""Handle files in folders that may also contain other people's files.

Files are checked when they are read, written completely or not at all, and removed only if they are
this program's own. Below a folder of results no link is followed. A pipe is never waited for, and a
name alone proves nothing.
"""
