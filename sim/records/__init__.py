"""Records of an area: read, cleaned, measured, and made a scenario.

The tables that records hold are `sim.measures.recorded`. `mapping` says what an extract's columns
and codes mean, `reading` and `cleaning` make tables of it, `estimating` works out the numbers of a
model, `disclosure` decides what may be written, `composing` writes it, `exporting` writes records.
"""
