import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dueregard.vault import services
from dueregard.vault.errors import VaultUnavailable


class Command(BaseCommand):
    help = (
        "Put a new version of the key that wraps all others in KEY_FILE (or have the "
        "key service seal one), wrap every data and index key under it, and retire "
        "the older ones. The service goes on working. Interrupted, run it again: it "
        "goes on where it stopped. Copy the key file away afterwards."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        def tell(done: int, version: int) -> None:
            if not options["json"] and done % 10_000 == 0:
                self.stdout.write(f"{done:,} keys are under version {version}.")

        try:
            version, done = services.rotate(tell=tell)
        except VaultUnavailable as error:
            raise CommandError(
                f"{error} Nothing is lost: both keys open records. Put it right and "
                "run this again."
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps({"version": version, "keys": done}))
            return
        self.stdout.write(
            f"{done:,} keys were wrapped under version {version}. The older versions "
            "are retired. Copy the key file away now."
        )
