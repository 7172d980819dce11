"""Measures: pure functions of an event log and a window.

What a measure is called can be asked without loading what works it out, and with that Numba.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
