"""Statistics of a study: precision, sensitivity, break-even and selection.

Every function here asks a callback for runs and knows nothing of files, engines or scenarios.
"""
