"""The importer of training records that `exchange` offers (issue 4, point 6)."""

from pathlib import Path
from typing import Any

from django.urls import reverse

from dueregard.access.refusals import NotAllowed
from dueregard.access.rooms import Room
from dueregard.accounts.models import Person
from dueregard.exchange.document import Remark, Unreadable
from dueregard.exchange.importers import (
    Change,
    Decision,
    Importer,
    NeedsMapping,
    Proposal,
)
from dueregard.exchange.readers.limits import MEBIBYTE, TRAINING_LIMITS

from ..models import ImportRow
from ..reach import organisations_kept
from ..readers import KEEPERS
from ..services.import_undoing import erasable, may_undo_import, undo_import
from ..services.imports import put_in
from .columns import FIELDS
from .intake import MOST_ROWS, Intake
from .loading import drop
from .lookups import Place
from .questions import OptionsForm, UndoForm
from .sheets import ROWS_ABOVE, Layout, Records, layout_of, open_records

LIMITS = TRAINING_LIMITS.__class__(
    **{**TRAINING_LIMITS.__dict__, "rows": MOST_ROWS + ROWS_ABOVE + 2}
)


class TrainingImporter(Importer):
    """People and what they completed, in one sheet: either, or both in a row."""

    code = "training"
    label = "file of training records"
    room = Room.TRAINING
    accepts = (".csv", ".xlsx", ".ods")
    guidance = (
        "A sheet with a row for each person or each completion. Headings such as Staff "
        "number, Name, Organisation, Role group, Course and Date completed are known; "
        "for others we ask what they hold."
    )
    limits = LIMITS
    fields = FIELDS
    kinds = {"completion": "Completion", "person": "Person"}
    unmapped = "Nothing to put in"
    undecided = Decision.SKIP
    inline_bytes = 2 * MEBIBYTE
    inline_rows = 20_000

    def may_use(self, user, authority) -> None:
        if not user.holds_any(KEEPERS, authority):
            raise NotAllowed(
                "Only a training lead, the Prevent co-ordinator or the education "
                "officer can bring training records in."
            )

    def options_form(self, *, authority, user, data=None, initial=None):
        kept = organisations_kept(user, authority)
        return OptionsForm(data, organisations=kept, user=user, initial=initial)

    def read(self, name: str, path: Path) -> Any:
        return open_records(name, path, self.limits)

    def understand(self, document, *, authority, mapping, options) -> Proposal:
        by = Person.objects.get(pk=options["by"])
        layout = layout_of(document, mapping)
        intake = Intake(
            layout,
            authority=authority,
            by=by,
            everywhere=_everywhere(layout, authority, by, options),
        )
        if intake.checker.everywhere is None and "organisation" not in layout.places:
            _ask_for_organisation(layout, mapping)
        return Proposal(
            rows=intake.rows(),
            remarks=list(_remarks(document, layout)),
            counts=intake.counts,
            summary=intake.summary,
            facts=intake.facts,
            columns=layout.columns(),
        )

    def remembers_for(self, *, authority, options) -> str:
        """An organisation's sheets look the same each time: the one that all rows are
        for, else that of whoever uploads."""
        chosen = options.get("organisation")
        if chosen is None:
            by = Person.objects.get(pk=options["by"])
            here = by.current_memberships().filter(authority=authority)
            chosen = here.order_by("pk").values_list("organisation", flat=True).first()
        return f"organisation {chosen}" if chosen else ""

    def rows_of(self, upload, change):
        if change in (Change.NEW, Change.SAME):
            rows = ImportRow.objects.filter(upload=upload, verdict=change)
            return rows.select_related("course", "organisation").order_by("line")
        return upload.rows.filter(change=change).order_by("line", "ordinal")

    def count_to_apply(self, upload) -> int:
        count = upload.counts.get
        return count(Change.NEW, 0) + upload.rows_to_apply().count()

    def drop_rows(self, upload) -> None:
        drop(upload)

    def apply(self, upload, *, by) -> dict:
        return put_in(upload, by=by)

    def may_undo(self, upload, *, by) -> None:
        may_undo_import(upload)

    def undo_form(self, upload, *, data=None):
        return UndoForm(data, taken=erasable(upload))

    def undo(self, upload, *, by, people: str = "") -> None:
        undo_import(upload, by=by, erase=people == UndoForm.ERASE)

    def result_url(self, upload) -> str:
        return reverse("training:learners", args=[upload.authority.slug])


def _everywhere(layout: Layout, authority, by, options: dict[str, Any]) -> Place | None:
    """Where rows belong that do not say: as chosen, or, where the file has no such
    column, the only one that `by` keeps."""
    chosen = options.get("organisation")
    if chosen is None and "organisation" not in layout.places:
        kept = list(organisations_kept(by, authority).values_list("pk", flat=True)[:2])
        chosen = kept[0] if len(kept) == 1 else None
    return Place(authority.pk, chosen) if chosen else None


def _ask_for_organisation(layout: Layout, mapping: dict[str, str] | None) -> None:
    if mapping is None and layout.unread():
        raise NeedsMapping(layout.columns())
    raise Unreadable(
        "The file has no column with the organisation, and people of more than one are "
        "kept here. Upload it again and select the organisation that all rows are for."
    )


def _remarks(document: Records, layout: Layout):
    yield from document.remarks
    for name in layout.unread():
        words = "Nothing of this column is put in. If it should be, say what it holds."
        yield Remark("column", layout.line, words, name)
    for sheet in document.sheets:
        if sheet is not layout.sheet:
            words = "Only one sheet is read at a time, so this one was not."
            yield Remark("sheet", 0, words, sheet.name)
