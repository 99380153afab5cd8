"""The completed form for a receiving system: a tagged PDF, a Word document, JSON."""
