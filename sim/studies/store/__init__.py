"""Finished runs on disk: each found by what decided it, none half there, none made twice.

Read in this order: `batches` (a file of runs), `sessions` (who is at work, and who is gone),
`claims` (who makes which run), `owning` (whose
store it is), `store` (all of it together), `status` (how far a study is).
"""

from sim.studies.store.batches import Record
from sim.studies.store.owning import StoreError
from sim.studies.store.store import SpoiledError, Store

__all__ = ["Record", "SpoiledError", "Store", "StoreError"]
