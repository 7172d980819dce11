"""Studies: repeat runs, compare arms by pairs of runs, and judge the differences."""
