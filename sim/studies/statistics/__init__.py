"""Statistics of a study: precision, sensitivity, break-even, selection, worlds.

Every function in this package gets its runs by calling a function that it is given, or takes
what runs gave (`worlds`). The package does not depend on files, engines or scenarios.
"""
