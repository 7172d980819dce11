"""The two engines, which run a resolved arm and write its event log."""
