"""Measures: pure functions of an event log and a window.

The words of a measure can be read without importing the modules that compute it, and without
importing Numba.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
