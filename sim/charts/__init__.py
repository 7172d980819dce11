"""Draw results with Matplotlib; each picture is drawn from plain numbers."""
