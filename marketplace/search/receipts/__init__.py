"""Receipts: the proof that one looked in the network before buying new."""
