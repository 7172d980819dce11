"""An area's records: read from an extract, written from a run, linked, and made a scenario."""
