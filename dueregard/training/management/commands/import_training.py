import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.files import File
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from dueregard import store
from dueregard.access.refusals import Refusal
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Membership, Organisation, Person
from dueregard.exchange import mappings, services
from dueregard.exchange.document import Unreadable
from dueregard.exchange.importers import Change, Decision
from dueregard.exchange.models import Upload
from dueregard.exchange.readers import check_size
from dueregard.training.importing.columns import FIELDS
from dueregard.training.importing.importer import TrainingImporter
from dueregard.training.importing.outcome import outcome_of
from dueregard.training.reach import reach_of

UNUSABLE = 2
SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = (
        "Put people and completions of training in from a spreadsheet. Good rows go in "
        "and the others are listed. Exits 0, 1 when some rows were refused, or 2 with "
        "a sentence when the file was."
    )
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("file", metavar="FILE", help="the spreadsheet: .csv, .xlsx or .ods")
        add("--authority", metavar="SLUG", required=True, help="whose register")
        add(
            "--organisation",
            metavar="NAME",
            help="where everybody is, when no column of the file says it",
        )
        add(
            "--mapping",
            metavar="JSON",
            help="what the columns hold, as JSON or a file of it: "
            '{"Payroll ref": "Staff number"}',
        )
        add(
            "--by",
            metavar="EMAIL",
            help="who imports it; by default the only training lead of the whole "
            "authority, or its only co-ordinator",
        )
        add(
            "--accept-near",
            action="store_true",
            help="put rows in that need a look, such as a name spelt like another",
        )
        add(
            "--dry-run",
            action="store_true",
            help="say what would happen; store nothing",
        )
        add("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        authority = self._authority(options["authority"])
        mapping = self._mapping(options["mapping"])
        given = {
            "authority": authority,
            "by": self._person(authority, options["by"]),
            "organisation": self._organisation(authority, options["organisation"]),
        }
        try:
            check_size(path.stat().st_size, TrainingImporter.limits)
            upload = self._bring(path, given, mapping, options)
        except OSError as mistake:
            self._end(f"{path} cannot be opened: {mistake.strerror}.")
        except Unreadable as reason:
            self._end(str(reason))
        except Refusal as refusal:
            self._end(refusal.sentence)
        said = upload["said"]
        self._say(said, as_json=options["json"])
        sys.exit(1 if said["errors"] else 0)

    def _bring(
        self,
        path: Path,
        given: dict[str, Any],
        mapping: dict[str, str] | None,
        options: dict[str, Any],
    ) -> dict[str, Any]:
        """Receive, read and put in; a dry run takes all of it back at the end."""
        near = options["accept_near"]
        if not options["dry_run"]:
            return {"said": self._put_in(path, given, mapping, near)}
        with transaction.atomic():
            upload = self._read(path, given, mapping)
            said = outcome_of(upload, accept_near=near)
            transaction.set_rollback(True)
        store.remove(upload.stored_name)
        return {"said": said}

    def _put_in(
        self,
        path: Path,
        given: dict[str, Any],
        mapping: dict[str, str] | None,
        near: bool,
    ) -> dict[str, Any]:
        by = given["by"]
        upload = self._read(path, given, mapping)
        if near and upload.counts.get(Change.UNCERTAIN):
            services.decide_all(
                upload, by=by, decision=Decision.KEEP, version=upload.version
            )
            upload.refresh_from_db()
        said = outcome_of(upload, accept_near=near)
        if upload.kind.count_to_apply(upload):
            services.confirm(upload, by=by, version=upload.version)
            services.apply_now(upload.pk)
            upload.refresh_from_db()
            if upload.status != Upload.Status.APPLIED:
                self._end(upload.problem or "The file could not be put in.")
        else:
            services.discard(upload, by=by)
        return said

    def _read(
        self, path: Path, given: dict[str, Any], mapping: dict[str, str] | None
    ) -> Upload:
        """The file, received and compared.

        Raises:
            Unreadable: it cannot be read, or its columns are not known.
        """
        by, organisation = given["by"], given["organisation"]
        with path.open("rb") as stream:
            upload = services.receive(
                TrainingImporter(),
                authority=given["authority"],
                by=by,
                file=File(stream, name=path.name),  # type: ignore[arg-type]
                options={"organisation": organisation, "by": by.pk},
            )
        services.read_now(upload.pk)
        upload.refresh_from_db()
        if mapping is not None and upload.columns:
            self._match(upload, by, mapping)
        if upload.status == Upload.Status.REFUSED:
            raise Unreadable(upload.problem)
        if upload.status == Upload.Status.NEEDS_MAPPING:
            names = ", ".join(f"“{column['name']}”" for column in upload.columns)
            services.discard(upload, by=by)
            raise Unreadable(
                f"The columns of {path.name} are not known: {names}. Say what they "
                "hold with --mapping."
            )
        return upload

    def _match(self, upload: Upload, by: Person, mapping: dict[str, str]) -> None:
        if upload.status == Upload.Status.READY:
            services.map_again(upload, by=by)
            upload.refresh_from_db()
        if upload.status != Upload.Status.NEEDS_MAPPING:
            return
        names = [column["name"] for column in upload.columns]
        if missing := [name for name in mapping if name not in names]:
            services.discard(upload, by=by)
            raise Unreadable(
                f"The file has no column called “{missing[0]}”. Its columns are "
                f"{', '.join(names)}."
            )
        columns = mappings.from_json(upload.columns)
        guessed = mappings.guesses(columns, FIELDS)
        free = {c: f for c, f in guessed.items() if f not in mapping.values()}
        wanted = dict.fromkeys(names, "") | free | mapping
        services.match_columns(upload, by=by, mapping=wanted, version=upload.version)
        services.read_now(upload.pk)
        upload.refresh_from_db()

    def _authority(self, slug: str) -> Authority:
        authority = Authority.objects.filter(slug=slug).first()
        if authority is None:
            self._end(f"There is no authority called {slug} here.")
        return authority

    def _organisation(self, authority: Authority, name: str | None) -> int | None:
        if not name:
            return None
        here = Organisation.objects.filter(authorities=authority, name__iexact=name)
        found = here.first()
        if found is None:
            self._end(f"No organisation called {name} works with {authority}.")
        while found.successor:
            found = found.successor
        return found.pk

    def _mapping(self, given: str | None) -> dict[str, str] | None:
        """Column → field; a field may be called by its code or its label."""
        if not given:
            return None
        text = given if given.lstrip().startswith("{") else self._text(Path(given))
        codes = {word.casefold(): f.name for f in FIELDS for word in (f.name, f.label)}
        try:
            said = {str(k): str(v) for k, v in json.loads(text).items()}
        except (AttributeError, ValueError):
            self._end(
                'The mapping must be JSON such as {"Payroll ref": "Staff number"}.'
            )
        for column, field in said.items():
            if field and field.casefold() not in codes:
                known = ", ".join(f.label for f in FIELDS)
                self._end(
                    f"“{field}” in the mapping, for “{column}”, is none of these: "
                    f"{known}."
                )
        return {k: codes.get(v.casefold(), "") for k, v in said.items()}

    def _text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            self._end(
                f"The mapping {path} is neither JSON nor a file that can be read."
            )

    def _person(self, authority: Authority, email: str | None) -> Person:
        """Who is answerable for the import: the service checks that they may."""
        if email:
            found = Person.objects.filter(email__iexact=email).first()
            if found is None:
                self._end(f"Nobody here has the e-mail address {email}.")
            return found
        for role in (Role.TRAINING_LEAD, Role.COORDINATOR):
            held = Membership.objects.in_force().filter(authority=authority, role=role)
            people = {membership.person for membership in held.select_related("person")}
            whole = [p for p in people if authority.pk in reach_of(p).kept_whole]
            if len(whole) == 1:
                return whole[0]
        self._end(
            f"{authority} has no single training lead or co-ordinator: say who imports "
            "the file with --by."
        )

    def _say(self, said: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        self.stdout.write(
            f"{said['rows']:,} rows: {said['people_new']:,} people new, "
            f"{said['people_matched']:,} known; {said['completions_new']:,} "
            f"completions new, {said['completions_known']:,} known."
        )
        for error in said["errors"][:SHOWN_ERRORS]:
            place = f"Row {error['row']}, {error['column']}".rstrip(", ")
            self.stdout.write(f"  {place}: {error['message']}")
        if len(said["errors"]) > SHOWN_ERRORS:
            rest = len(said["errors"]) - SHOWN_ERRORS
            self.stdout.write(f"  and {rest} more: --json shows them all")

    def _end(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(UNUSABLE)
