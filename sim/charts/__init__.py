"""Draw results with Matplotlib, each picture from plain numbers."""
