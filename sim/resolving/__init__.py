"""From what people write to what engines read: names become indices, durations minutes."""
