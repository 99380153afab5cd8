"""How what was read from a document becomes a plan: compared, shown, put in, undone."""
