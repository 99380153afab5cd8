import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dueregard.access.refusals import Refusal
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Membership, Person
from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers import PLAN_LIMITS, check_size, read
from dueregard.plans import services
from dueregard.plans.management.plan_command import PlanCommand
from dueregard.plans.reading import UNKNOWN, PlanDraft, headers_found, understand

SHOWN_WARNINGS = 20


class Command(PlanCommand):
    help = (
        "Read a delivery plan from a document. With --dry-run nothing is stored and no "
        "database is needed. Exits 0, or 2 with a sentence when the file cannot be "
        "read, is not a plan in a known layout, or may not be stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the document to read")
        parser.add_argument(
            "--authority", metavar="SLUG", help="whose plan it is, as in its address"
        )
        parser.add_argument(
            "--by",
            metavar="EMAIL",
            help="who imports it; by default the authority's only co-ordinator",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what was read; store nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        draft = self._read(Path(options["file"]))
        if not options["dry_run"]:
            self._store(draft, options)
        if options["json"]:
            said = json.dumps(draft.as_json(), indent=1)
            self.stdout.write(said)
        else:
            self._say(draft)

    def _read(self, path: Path) -> PlanDraft:
        """The file as a draft; the command ends here when it cannot be one."""
        try:
            check_size(path.stat().st_size, PLAN_LIMITS)
            document = read(path.name, path.read_bytes())
            draft = understand(document)
        except Unreadable as refusal:
            self.end(str(refusal))
        except OSError as mistake:
            self.end(f"{path} cannot be opened: {mistake.strerror}.")
        if draft.layout == UNKNOWN:
            self.end(_why_unknown(path.name, headers_found(document)))
        if not any(draft.actions()):
            self.end(f"{path.name} has a table of actions, but no action is in it.")
        return draft

    def _store(self, draft: PlanDraft, options: dict[str, Any]) -> None:
        if not options["authority"]:
            self.end("Say whose plan it is with --authority, or add --dry-run.")
        authority = self.authority_called(options["authority"])
        by = self._person(authority, options["by"])
        try:
            plan = services.import_draft(draft, authority=authority, by=by)
        except Refusal as refusal:
            self.end(refusal.sentence)
        self.stderr.write(f"Stored as the draft “{plan}” of {authority}.")

    def _person(self, authority: Authority, email: str | None) -> Person:
        """Who is answerable for the import: the service checks that they may."""
        if email:
            return self.person_at(email)
        held = Membership.objects.in_force().filter(
            authority=authority, role=Role.COORDINATOR
        )
        people = {membership.person for membership in held.select_related("person")}
        if len(people) != 1:
            self.end(
                f"{authority} has {len(people)} co-ordinators: say who imports the "
                "plan with --by."
            )
        return people.pop()

    def _say(self, draft: PlanDraft) -> None:
        counts = draft.counts()
        self.stdout.write(draft.title or draft.name)
        if draft.period_start and draft.period_end:
            self.stdout.write(f"From {draft.period_start} to {draft.period_end}")
        self.stdout.write(
            f"Layout {draft.layout}: {counts['sections']} sections, "
            f"{counts['level_1']} priorities, {counts['level_2']} objectives or "
            f"activities, {counts['actions']} actions"
        )
        for group in draft.groups:
            self.stdout.write(f"\n{group.number} {group.title}".rstrip())
            for action in group.all_actions():
                self.stdout.write(f"  {action.ref}  {_first_line(action.text)}")
        self._say_warnings(draft)

    def _say_warnings(self, draft: PlanDraft) -> None:
        if draft.warnings:
            self.stdout.write(f"\n{len(draft.warnings)} things to look at:")
        for warning in draft.warnings[:SHOWN_WARNINGS]:
            place = f"line {warning.line}: " if warning.line else ""
            words = f" “{warning.excerpt}”" if warning.excerpt else ""
            self.stdout.write(f"  {place}{warning.message}{words}")
        if len(draft.warnings) > SHOWN_WARNINGS:
            rest = len(draft.warnings) - SHOWN_WARNINGS
            self.stdout.write(f"  and {rest} more: --json shows them all")


def _first_line(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= 90 else f"{line[:89]}…"


def _why_unknown(name: str, found: list) -> str:
    if not found:
        return (
            f"No table of actions was found in {name}: put the actions in a table with "
            "a header row, such as “Action”, “Owner” and “Timescale”."
        )
    columns = ", ".join(column for column in found[0].names if column)
    return (
        f"The columns of the table at line {found[0].line} of {name} ({columns}) are "
        "not in a layout that is known, so import it on the import page, where you can "
        "say what each column holds."
    )
