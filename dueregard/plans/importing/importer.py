"""The plan importer that `exchange` offers: from a document to a draft."""

from itertools import chain, islice
from typing import Any

from django import forms
from django.db.models import Max
from django.urls import reverse

from dueregard.access.rooms import Room
from dueregard.exchange.document import Document, Remark
from dueregard.exchange.importers import (
    Change,
    Column,
    Field,
    Importer,
    NeedsMapping,
    Proposal,
    ProposedRow,
)

from .. import rules
from ..models import Plan, PlanImport
from ..reading import (
    FIELD_LABELS,
    SYNONYMS,
    UNKNOWN,
    ColumnMapping,
    HeaderFound,
    PlanDraft,
    Warning,
    headers_found,
    understand,
)
from ..reading import Field as PlanField
from ..services.import_undoing import may_undo_import, undo_import
from ..services.import_writing import Put
from ..services.imports import Source, put_in
from ..wording import in_words
from .comparing import compare, day
from .items import ACTION, KINDS, items_of
from .lengths import cut_short

UNPLACED = "unplaced"
MOST_REMARKS = 100


class OptionsForm(forms.Form):
    """Whether the file makes a new plan or goes into a draft that there is."""

    plan = forms.ChoiceField(
        label="Where does it go?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the plan goes"},
    )

    def __init__(self, data, *, drafts, initial):
        super().__init__(data, initial=initial)
        choices = [(str(draft.pk), f"Into the draft “{draft}”") for draft in drafts]
        where: Any = self.fields["plan"]
        where.choices = [("new", "A new plan"), *choices]


class PlanImporter(Importer):
    """A delivery plan in any of the layouts that `plans.reading` knows."""

    code = "plan"
    label = "Prevent delivery plan"
    room = Room.PLAN
    accepts = (".docx", ".xlsx", ".ods", ".csv", ".txt", ".md", ".json")
    guidance = (
        "The document that you have: Word, Excel, text, or a file exported from here."
    )
    kinds = KINDS
    fields = tuple(
        Field(
            name=code.value,
            label=label,
            phrase="what is to be done" if code == PlanField.ACTION else "",
            synonyms=tuple(SYNONYMS.get(code, ())),
            required=code == PlanField.ACTION,
            many=code == PlanField.MILESTONE,
        )
        for code, label in FIELD_LABELS.items()
        if code != PlanField.EXTRA
    )
    unmapped = "Keep it beside the action"

    def may_use(self, user, authority) -> None:
        rules.may_write_for(user, authority)

    def options_form(self, *, authority, user, data=None, initial=None):
        drafts = Plan.objects.filter(authority=authority, status=Plan.Status.DRAFT)
        return OptionsForm(data, drafts=drafts, initial=initial or {"plan": "new"})

    def understand(self, document, *, authority, mapping, options) -> Proposal:
        draft = _draft_of(document, mapping)
        plan = self._plan(authority, options)
        noted = [one for one in draft.warnings if one.code == UNPLACED]
        return Proposal(
            rows=chain(compare(items_of(draft), plan), map(_note, noted)),
            total=sum(1 for _ in items_of(draft)) + len(noted),
            summary=_summary(draft, plan),
            remarks=[
                Remark(one.code, one.line, one.message, one.excerpt)
                for one in draft.warnings
                if one.code != UNPLACED
            ]
            + list(islice(cut_short(items_of(draft)), MOST_REMARKS)),
            facts={
                "layout": draft.layout,
                "title": draft.title,
                "starts_on": _iso(draft.period_start),
                "ends_on": _iso(draft.period_end),
                "warnings": [one.as_json() for one in draft.warnings],
            },
        )

    def basis(self, *, authority, options) -> str:
        plan = self._plan(authority, options)
        if plan is None:
            return "new"
        return f"plan {plan.pk} {plan.version} {_content_of(plan)}"

    def apply(self, upload, *, by) -> dict:
        facts = upload.facts
        source = Source(
            upload.file_name,
            upload.sha256,
            facts["layout"],
            facts["title"],
            day(facts["starts_on"]),
            day(facts["ends_on"]),
            facts["warnings"],
        )
        wanted = upload.rows_to_apply().values_list("kind", "payload")
        puts = [Put(kind, payload, payload["held"]) for kind, payload in wanted]
        plan = put_in(
            [*_groups_held(upload, puts), *puts],
            source,
            authority=upload.authority,
            by=by,
            plan=self._plan(upload.authority, upload.options),
            upload=upload,
        )
        return {"plan": plan.pk}

    def may_undo(self, upload, *, by) -> None:
        may_undo_import(self._record(upload))

    def undo(self, upload, *, by) -> None:
        undo_import(self._record(upload), by=by)

    def result_url(self, upload) -> str:
        return reverse("plans:detail", args=[upload.result["plan"]])

    def _plan(self, authority, options) -> Plan | None:
        """The draft that the file goes into; None means a new plan."""
        wanted = options.get("plan", "new")
        if wanted == "new":
            return None
        return Plan.objects.get(pk=int(wanted), authority=authority)

    def _record(self, upload) -> PlanImport:
        return PlanImport.objects.select_related("plan__authority").get(upload=upload)


def _draft_of(document: Document, mapping: dict[str, str] | None) -> PlanDraft:
    """The plan in `document`, by its own headings or by what a person said of them.

    Raises:
        NeedsMapping: no layout fits, or `mapping` is about other columns.
    """
    found = headers_found(document)
    if mapping is None:
        draft = understand(document)
        if draft.layout == UNKNOWN and found:
            raise NeedsMapping(_columns(found[0]))
        return draft
    for header in found:
        names = _unique(header.names)
        if set(names) == set(mapping):
            fields = tuple(PlanField(mapping[n] or PlanField.EXTRA) for n in names)
            return understand(
                document, mapping=ColumnMapping(header.line, fields, header.table)
            )
    raise NeedsMapping(_columns(found[0]) if found else [])


def _columns(header: HeaderFound) -> list[Column]:
    samples = (*header.sample, *[""] * len(header.names))
    return [
        Column(name, (sample,) if sample else ())
        for name, sample in zip(_unique(header.names), samples, strict=False)
    ]


def _unique(names: tuple[str, ...]) -> list[str]:
    """Column names as the mapping page shows them: none empty, none twice."""
    shown: list[str] = []
    for place, name in enumerate(names, start=1):
        name = name or f"Column {place}"
        shown.append(f"{name} ({place})" if name in shown else name)
    return shown


def _groups_held(upload, puts: list[Put]) -> list[Put]:
    """Groups that stay as they are but that new actions of the file stand in."""
    there = {put.payload["key"] for put in puts if "key" in put.payload}
    groups = upload.rows.exclude(kind=ACTION).exclude(payload={}).order_by("ordinal")
    return [
        Put(kind, payload, payload["held"])
        for kind, payload in groups.values_list("kind", "payload")
        if "key" in payload and payload["key"] not in there and payload["held"]
    ]


def _content_of(plan: Plan) -> str:
    found = plan.actions.aggregate(newest=Max("pk"), versions=Max("version"))
    return f"{found['newest']} {found['versions']} {plan.actions.count()}"


def _note(warning: Warning) -> ProposedRow:
    return ProposedRow(
        Change.NOTE, "", warning.line, warning.excerpt, problems=(warning.message,)
    )


def _summary(draft: PlanDraft, plan: Plan | None) -> list[tuple[str, str]]:
    counts = draft.counts()
    read = [
        ("Priorities", str(counts["level_1"])),
        ("Objectives or activities", str(counts["level_2"])),
        ("Actions", str(counts["actions"])),
        ("Narrative sections", str(counts["sections"])),
    ]
    if plan:
        return [("Goes into", str(plan)), *read]
    period = (
        f"{in_words(draft.period_start)} to {in_words(draft.period_end)}"
        if draft.period_start and draft.period_end
        else "Not found: the plan will cover the year from April. You can change it."
    )
    return [("Title", draft.title or "Not found"), ("Covers", period), *read]


def _iso(value) -> str | None:
    return value.isoformat() if value else None
