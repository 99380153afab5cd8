from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dueregard.accounts.roles_page import draw

PAGE = Path("docs/reference/roles.md")


class Command(BaseCommand):
    help = "Draw docs/reference/roles.md from the roles and rules."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 if it is old"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / PAGE
        if not options["check"]:
            page.write_text(draw())
        elif not page.is_file() or page.read_text() != draw():
            raise CommandError(f"{PAGE} is old. Run due-regard draw_roles.")
