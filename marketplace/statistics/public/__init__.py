"""What anybody may know: aggregates without small numbers, as a page, a figure, data and a description of the data."""
