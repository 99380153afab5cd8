import sys
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import autodiscover_modules

from dueregard.workflow import Workflow, draw

OUTPUT = "docs/reference/workflows.md"
PREAMBLE = (
    "# Workflows\n\n"
    "Drawn by `due-regard draw_workflows` from each room's `workflow.py`; "
    "do not edit it by hand.\n\n"
)


class Command(BaseCommand):
    help = f"Draw every workflow into {OUTPUT}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / OUTPUT
        text = drawn()
        if not options["check"]:
            path.write_text(text)
        elif not path.is_file() or path.read_text() != text:
            self.stderr.write(f"{OUTPUT} is out of date: run draw_workflows.")
            sys.exit(1)


def drawn() -> str:
    """Every app's WORKFLOW and …_WORKFLOW, in the order of the settings."""
    autodiscover_modules("workflow")
    drawings = [
        draw(law, title)
        for config in apps.get_app_configs()
        for title, law in _laws(config)
    ]
    return PREAMBLE + "\n".join(drawings)


def _laws(config: AppConfig) -> list[tuple[str, Workflow]]:
    """An app's own workflow under its name; VERSION_WORKFLOW as "Plans: version"."""
    module = sys.modules.get(f"{config.name}.workflow")
    found = []
    for name, law in vars(module).items() if module else ():
        if isinstance(law, Workflow):
            part = name.removesuffix("WORKFLOW").strip("_").replace("_", " ").lower()
            title = f"{config.verbose_name}: {part}" if part else config.verbose_name
            found.append((str(title), law))
    return found
