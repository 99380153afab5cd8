"""Pages of posts, of their holders, and of owner names to settle."""
