import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from dueregard.vault import services


class Command(BaseCommand):
    help = (
        "Destroy again what a restored backup brought back: every key in the ledger of "
        "erasures (ERASURES, or a newer copy of it). The service does not start before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "ledger", type=Path, nargs="?", help="the ledger; default ERASURES"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = services.replay(options["ledger"] or Path(settings.ERASURES))
        services.bring_ledger_up_to_date()
        if options["json"]:
            self.stdout.write(json.dumps({"destroyed": done}))
        else:
            self.stdout.write(f"{done:,} keys were destroyed again.")
