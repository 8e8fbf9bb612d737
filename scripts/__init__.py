"""What builds, locks and pictures the product. Nothing here is part of the running service."""
