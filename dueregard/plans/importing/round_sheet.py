"""Taking back the sheet of a round that owners filled in (practice YR 1)."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.exchange.document import Document, Row, Unreadable
from dueregard.exchange.importers import (
    Change,
    Field,
    Importer,
    Proposal,
    ProposedRow,
)

from ..exporting.round_sheet import (
    EVIDENCE,
    REF,
    STATUS,
    STATUSES,
    TOLD_BY,
    TOLD_ON,
    UPDATE,
)
from ..models import Action, ProgressUpdate, RoundAction, UpdateRound
from ..rules import may_write_for
from ..services.rounds.answering import report_in_round
from ..services.rounds.withdrawing import withdraw_update

LONGEST_UPDATE, LONGEST_POST = 4000, 150
NEEDED = (REF, UPDATE, STATUS, TOLD_BY, TOLD_ON)
GOING_ON = {
    label.casefold(): code
    for code, label in STATUSES.items()
    if code not in Action.STOPPED
}
DAY_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y")
is_address = URLValidator(schemes=["https", "http"])


class RoundOptions(forms.Form):
    """The round that the sheet was taken out of."""

    round = forms.ChoiceField(
        label="Which round does it belong to?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the round it belongs to"},
    )

    def __init__(self, data, *, rounds, initial):
        super().__init__(data, initial=initial)
        choices = [(str(one.pk), f"{one} of {one.plan}") for one in rounds]
        self.fields["round"].choices = choices  # type: ignore[attr-defined]


class RoundSheetImporter(Importer):
    """Updates in the sheet that a round's page gives out."""

    code = "round-sheet"
    label = "sheet of an update round"
    room = Room.PLAN
    accepts = (".xlsx", ".ods", ".csv")
    guidance = "The sheet that you downloaded from the round, filled in."
    kinds = {"update": "Update"}
    fields = tuple(
        Field(name=name, label=name, required=name in (REF, UPDATE))
        for name in (*NEEDED, EVIDENCE)
    )

    def may_use(self, user, authority) -> None:
        may_write_for(user, authority)

    def options_form(self, *, authority, user, data=None, initial=None):
        rounds = UpdateRound.objects.open().filter(plan__authority=authority)
        return RoundOptions(data, rounds=rounds.select_related("plan"), initial=initial)

    def understand(self, document, *, authority, mapping, options) -> Proposal:
        round = _round(authority, options)
        rows = list(_filled_rows(document))
        refs = [row[REF] for _, row in rows]
        asked = round.asked.filter(action__ref__in=refs)
        known = {
            one.action.ref: one for one in asked.select_related("action", "update")
        }
        return Proposal(
            rows=_proposed(rows, known),
            total=len(rows),
            summary=[("Goes into", f"{round} of {round.plan}")],
        )

    def basis(self, *, authority, options) -> str:
        round = _round(authority, options)
        states = round.asked.order_by("pk").values_list("pk", "state")
        digest = hashlib.sha256(str(list(states)).encode()).hexdigest()[:16]
        return f"round {round.pk} {round.is_open} {digest}"

    def apply(self, upload, *, by) -> dict:
        round = _round(upload.authority, upload.options)
        updates = []
        for said in upload.rows_to_apply().values_list("payload", flat=True):
            said = dict(said)
            rows = RoundAction.objects.select_related("action", "round")
            asked = rows.get(pk=said.pop("asked"), round=round)
            told_on = said.pop("told_on")
            said["told_on"] = date.fromisoformat(told_on) if told_on else None
            update, _ = report_in_round(asked, by=by, **said)
            updates.append(update.pk)
        return {"round": round.pk, "plan": round.plan_id, "updates": updates}

    def may_undo(self, upload, *, by) -> None:
        gone = ProgressUpdate.objects.filter(
            pk__in=upload.result["updates"], withdrawal__isnull=False
        )
        if gone.exists():
            raise NotNow("Some of these updates were taken back one by one already.")

    def undo(self, upload, *, by) -> None:
        """Updates stay for good, so each is taken back and shown as such."""
        updates = ProgressUpdate.objects.filter(pk__in=upload.result["updates"])
        for update in updates.select_related("action__plan__authority"):
            withdraw_update(update, by=by, reason="The sheet was taken out again.")

    def result_url(self, upload) -> str:
        args = [upload.result["plan"], upload.result["round"]]
        return reverse("plans:round", args=args)


def _round(authority, options) -> UpdateRound:
    rounds = UpdateRound.objects.select_related("plan__authority")
    return rounds.get(pk=int(options["round"]), plan__authority=authority)


def _filled_rows(document: Document) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column) of the rows that hold an update.

    Raises:
        Unreadable: no table has the columns of our sheet.
    """
    for table in document.tables():
        for place, header in enumerate(table.rows):
            names = [text.strip() for text in header.texts()]
            if all(name in names for name in NEEDED):
                yield from _rows_under(table.rows[place + 1 :], names)
                return
    raise Unreadable(
        "This file does not have the columns of the sheet. Download the sheet from the "
        "round’s page, fill it in and keep its first row as it is."
    )


def _rows_under(
    rows: tuple[Row, ...], names: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    for row in rows:
        texts = [text.strip() for text in row.texts()]
        cells = dict(zip(names, [*texts, *[""] * len(names)], strict=False))
        if cells[UPDATE]:
            yield row.line, cells


def _proposed(
    rows: list[tuple[int, dict[str, str]]], known: dict[str, RoundAction]
) -> Iterator[ProposedRow]:
    seen: set[str] = set()
    for line, cells in rows:
        asked = known.get(cells[REF])
        payload, problems = _said(cells)
        if asked is None:
            problems.insert(0, f"The round does not ask about an action {cells[REF]}.")
        elif cells[REF] in seen:
            problems.insert(0, "This action stands in the sheet more than once.")
        elif not asked.is_owed:
            same = asked.update and asked.update.text == cells[UPDATE]
            if same:
                text = f"{cells[REF]}: {cells[UPDATE]}"
                yield ProposedRow(Change.SAME, "update", line, text, cells)
                continue
            problems.insert(0, "Somebody has answered for this action already.")
        seen.add(cells[REF])
        change = Change.PROBLEM if problems else Change.NEW
        payload["asked"] = asked.pk if asked else None
        text = f"{cells[REF]}: {cells[UPDATE]}"[:300]
        yield ProposedRow(change, "update", line, text, cells, payload, tuple(problems))


def _said(cells: dict[str, str]) -> tuple[dict, list[str]]:
    """What a row says, as `report_progress` takes it, and what is wrong with it."""
    problems = []
    status = GOING_ON.get(cells[STATUS].casefold(), "")
    if not status:
        words = ", ".join(STATUSES[code] for code in GOING_ON.values())
        problems.append(f"Enter the new status as one of: {words}.")
    if not cells[TOLD_BY]:
        problems.append("Enter who told you.")
    told_on = _day(cells[TOLD_ON])
    if told_on is None:
        problems.append("Enter the date on which they told you, such as 2026-11-21.")
    elif told_on > clock.today():
        problems.append("The date on which they told you must be today or in the past.")
    if len(cells[UPDATE]) > LONGEST_UPDATE or len(cells[TOLD_BY]) > LONGEST_POST:
        problems.append(
            f"Shorten the update to {LONGEST_UPDATE} characters and who told you to "
            f"{LONGEST_POST}."
        )
    address = cells.get(EVIDENCE, "")
    if address and not _is_address(address):
        problems.append("Enter a full web address for the evidence, with https://.")
    return {
        "text": cells[UPDATE],
        "status": status,
        "told_by": cells[TOLD_BY],
        "told_on": told_on.isoformat() if told_on else None,
        "evidence_url": address,
    }, problems


def _is_address(text: str) -> bool:
    try:
        is_address(text)
    except ValidationError:
        return False
    return len(text) <= 500


def _day(text: str) -> date | None:
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None
