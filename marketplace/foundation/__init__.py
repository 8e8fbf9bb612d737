"""What any such service would need. Knows nothing of reuse."""
