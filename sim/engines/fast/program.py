"""The program that consists of all parts of the fast engine."""

from sim.compiling import Program

PROGRAM = Program("fast_engine")
part, entry = PROGRAM.part, PROGRAM.entry
