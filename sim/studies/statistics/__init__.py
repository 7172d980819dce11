"""Statistics of a study: precision, sensitivity, break-even and selection.

Every function here requests runs from a callback. It does not depend on files, engines or
scenarios.
"""
