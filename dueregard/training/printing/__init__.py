"""The sign-in sheet of a session, for paper: as a page and as a tagged PDF."""
