"""An area's own figures: from a planner's workbook to a scenario file, and back.

`figures` says what a workbook holds. `sheets` turns that into headings, units and rules, which the
template, the reading and the pages share. `reading` reads a workbook, `deriving` works out what the
model needs, `reconciling` checks whether the figures add up, `composing` writes the scenario.
"""
