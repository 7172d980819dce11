"""Keep finished runs on disk, so that each run is made only once.

Each run is identified by its inputs. It is stored completely or not at all. Read the modules in
this order: `batches` (a file of runs), `sessions` (which processes are at work), `claims` (which
process makes which run), `owning` (the question to which a store belongs), `store` (all of it
together), `status` (the progress of a study).
"""

from sim.studies.store.batches import Record
from sim.studies.store.owning import StoreError
from sim.studies.store.store import SpoiledError, Store

__all__ = ["Record", "SpoiledError", "Store", "StoreError"]
