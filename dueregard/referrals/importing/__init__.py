"""A completed form as a file, read into the answers of our own form (RF 11)."""
