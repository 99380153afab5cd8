"""Pages on which a version of a plan is proposed, read and decided."""
