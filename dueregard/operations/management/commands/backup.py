import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dueregard.operations.backup import BackupError, making


class Command(BaseCommand):
    help = (
        "Write the database and the files to one archive, while the service runs. "
        "The keys are never in it: --keys copies the key file, to be kept in another "
        "place. The wrapped keys of records go to a file of their own beside it, to be "
        "kept in another place and for 35 days at most. All of them hold personal data "
        "or open it: encrypt them."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to write")
        parser.add_argument("--keys", type=Path, help="copy the key file to here")
        parser.add_argument(
            "--wrapped-keys", type=Path, help="write the wrapped keys to here"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = making.make(
                options["file"],
                keys_to=options["keys"],
                wrapped_to=options["wrapped_keys"],
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        if options["json"]:
            answer = {"file": str(options["file"]), "rows": rows}
            answer |= {"files": len(manifest.parts) - 1, "made_at": manifest.made_at}
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(
            f"Backed up {rows} rows and {len(manifest.parts) - 1} files to "
            f"{options['file']}."
        )
        if not options["keys"]:
            self.stdout.write("The keys are not in it. Keep KEY_FILE in another place.")
