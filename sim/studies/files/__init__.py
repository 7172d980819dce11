"""Files beside those of others: read with care, written whole, removed only where they are ours.

Nothing here follows a link below a folder of results, waits for a pipe, or believes a name.
"""
