"""What is held about people in zone C: sealed, and readable only in an open room.

docs/explanation/vault.md says what the protection is and what it is not.
"""
