"""What each way of care changes, in a planner's words: `lines`, with `values` and `times`."""
