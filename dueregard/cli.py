"""The `due-regard` command: Django's commands and ours, under one name.

Our commands are written with hyphens (`due-regard import-plan`); Django finds them
as modules, which have underscores.
"""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line; Django sets the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    arguments = ["due-regard", *sys.argv[1:]]
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        arguments[1] = arguments[1].replace("-", "_")
    execute_from_command_line(arguments)
