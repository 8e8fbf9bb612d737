"""A reuse marketplace for municipal property."""
