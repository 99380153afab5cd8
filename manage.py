#!/usr/bin/env python3
"""Django's own entry point; `due-regard` is the one that people use."""

from dueregard.cli import main

if __name__ == "__main__":
    main()
