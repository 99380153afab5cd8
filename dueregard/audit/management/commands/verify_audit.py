import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dueregard.audit import heads, verifier


class Command(BaseCommand):
    help = (
        "Check that the record of events is whole. Exits 0, or 1 with a sentence that "
        "names the first bad entry of each chain."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heads", metavar="FILE", help="also compare with the heads saved in FILE"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument(
            "--public-key",
            action="store_true",
            help="print the key that checks the signatures of heads, and end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["public_key"]:
            self.stdout.write(heads.public_key())
            return
        findings = verifier.verify(_saved(options["heads"]))
        faults = [finding.fault for finding in findings if finding.fault]
        if options["json"]:
            chains = [asdict(finding) for finding in findings]
            self.stdout.write(json.dumps({"ok": not faults, "chains": chains}))
        else:
            self._say(findings, faults)
        if faults:
            sys.exit(1)

    def _say(self, findings: list, faults: list) -> None:
        for fault in faults:
            self.stdout.write(fault.sentence)
        if not faults:
            entries = sum(finding.entries for finding in findings)
            self.stdout.write(
                f"The record is whole: {entries} entries in {len(findings)} chains."
            )


def _saved(path: str | None) -> list[heads.Head]:
    if not path:
        return []
    if not Path(path).is_file():
        raise CommandError(f"There is no file of heads at {path}.", returncode=2)
    return list(heads.read(path))
