"""The agenda and the minutes of a meeting, for paper: as a page and as a tagged PDF."""
