"""`python -m dueregard` is `due-regard`."""

from dueregard.cli import main

main()
