"""The report of a study: one HTML file that needs no network.

Matplotlib is imported only when a page is written, because other code also uses the words and
numbers of a report.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
