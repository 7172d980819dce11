"""What people write: scenario files, read with their places kept."""
