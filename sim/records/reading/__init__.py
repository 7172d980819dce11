"""Read the files of an extract as columns of numbers. From here on there are no identifiers."""
