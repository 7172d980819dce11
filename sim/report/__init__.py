"""The report of a study: one HTML file that needs no network.

What draws is loaded when a page is written: words and numbers of a report are used elsewhere too.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
