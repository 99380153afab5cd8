import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dueregard.audit import heads
from dueregard.operations.backup import BackupError, restoring


class Command(BaseCommand):
    help = (
        "Put a backup back, onto an empty database and an empty folder of files only, "
        "and verify every part, every table and the audit. On PostgreSQL run it as "
        "the owner, then run `due-regard migrate`, which gives the application its "
        "rights again."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to read")
        parser.add_argument("--keys", type=Path, help="the copy of the key file")
        parser.add_argument(
            "--wrapped-keys", type=Path, help="the wrapped keys of this backup"
        )
        parser.add_argument(
            "--erasures",
            type=Path,
            help="the newest ledger of what was destroyed; default ERASURES",
        )
        parser.add_argument(
            "--heads", type=Path, help="audit heads that were saved elsewhere"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        saved = options["heads"]
        if saved and not saved.is_file():
            raise CommandError(f"There is no file of heads at {saved}.")
        try:
            manifest, destroyed = restoring.restore(
                options["file"],
                keys_from=options["keys"],
                wrapped_from=options["wrapped_keys"],
                erasures=options["erasures"],
                heads=heads.read(saved) if saved else (),
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        if options["json"]:
            answer: dict[str, Any] = {"rows": rows, "files": len(manifest.parts) - 1}
            answer |= {"made_at": manifest.made_at, "audit": "whole"}
            answer |= {"destroyed_again": destroyed}
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(
            f"Restored {rows} rows and {len(manifest.parts) - 1} files of "
            f"{manifest.made_at}. The audit is whole. {destroyed} records that were "
            "destroyed since were destroyed again. Next: due-regard migrate"
        )
