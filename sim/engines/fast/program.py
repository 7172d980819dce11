"""The program that the parts of the fast engine make together."""

from sim.compiling import Program

PROGRAM = Program("fast_engine")
part, entry = PROGRAM.part, PROGRAM.entry
