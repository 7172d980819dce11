"""Models that several simulators run side by side, and how they are checked and timed."""
