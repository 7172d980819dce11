"""Statistics of a study: precision, sensitivity, break-even and selection.

Every function in this package gets its runs by calling a function that it is given. The package
does not depend on files, engines or scenarios.
"""
