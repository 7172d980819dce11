"""What the numbers of a study can say: how sure, because of what, up to where, which is best.

Every function here asks a callback for runs and knows nothing of files, engines or scenarios.
"""
