"""Searches that somebody keeps, and is told of what answers them."""
