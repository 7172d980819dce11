"""What is known of extracts: the columns that tables have, and the forms that are in use."""
