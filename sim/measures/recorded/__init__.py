"""What records hold of a run or of an area, and the measures that both have in one definition."""
