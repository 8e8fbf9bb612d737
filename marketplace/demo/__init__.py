"""A network to look at: people by role, listings with pictures, claims in every state, two years of hand-overs."""
