"""Files kept under keys: in a folder, in memory or with a cloud provider."""
