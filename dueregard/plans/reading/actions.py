"""From the rows of an activity to its actions."""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.exchange.document import Cell

from . import owners, rag, timescales
from .dates import Period
from .draft import CERTAIN, UNCERTAIN, ActionDraft, MilestoneDraft
from .entries import Bundle, Entry
from .items import Item, Piece, cut, whole
from .layouts import Field
from .own import own_action
from .sharing import Share, Told, share

YES = frozenset({"yes", "y", "true", "ongoing", "1"})
MILESTONE_NAMES = frozenset({"milestone", "milestones"})


@dataclass(frozen=True)
class Manner:
    """How a document writes: plain text cuts at sentences and wraps its lines."""

    period: Period
    width: int = 0
    plain_text: bool = False


def actions_of(bundle: Bundle, manner: Manner) -> list[ActionDraft]:
    """The actions in a bundle of rows, without refs for those the source gave none."""
    if bundle.own:
        told = (own_action(row, manner.period) for row in bundle.rows)
        return [action for action in told if action]
    dates = _dates_told(bundle.rows)
    pieces = _pieces(bundle.rows, {one.row for one in dates})
    if bundle.whole:
        items = whole(pieces)
    else:
        items = cut(pieces, width=manner.width, sentences=manner.plain_text)
    when = share(items, dates, one_for_all=False)
    who = share(items, _owners_told(bundle.rows), one_for_all=True)
    extras = _extras_told(bundle.rows, items)
    return [
        _action(
            item, bundle, when=when[at], who=who[at], extra=extras[at], manner=manner
        )
        for at, item in enumerate(items)
    ]


def _pieces(rows: list[Entry], dated: set[int]) -> list[Piece]:
    """The lines of the action cells; a row with a date of its own starts an action."""
    pieces = []
    for at, row in enumerate(rows):
        for number, line in enumerate(row.lines(Field.ACTION)):
            starts = number == 0 and at in dated and at > 0
            pieces.append(Piece(line.text, line.line, at, line.bullet, starts))
    return pieces


def _dates_told(rows: list[Entry]) -> list[Told]:
    """The timescales by row; a range over two rows is one, where it began."""
    told: list[Told] = []
    for at, row in enumerate(rows):
        text = row.text(Field.TIMESCALE) or _from_columns(row)
        if not text:
            continue
        if told and len(timescales.pieces(f"{told[-1].text}\n{text}")) == 1:
            told[-1] = Told(f"{told[-1].text} {text}", told[-1].row)
        else:
            told.extend(Told(piece, at) for piece in timescales.pieces(text))
    return told


def _from_columns(row: Entry) -> str:
    parts = [row.text(Field.START), row.text(Field.DUE)]
    return " - ".join(part for part in parts if part)


def _owners_told(rows: list[Entry]) -> list[Told]:
    """The owners by row; a name that a narrow column broke is put together."""
    told: list[Told] = []
    for at, row in enumerate(rows):
        text = row.text(Field.OWNERS)
        if not text:
            continue
        if told and len(owners.join_wrapped([told[-1].text, text])) == 1:
            told[-1] = Told(f"{told[-1].text} {text}", told[-1].row)
        else:
            told.append(Told(text, at))
    return told


def _extras_told(rows: list[Entry], items: list[Item]) -> list[dict[str, str]]:
    names = dict.fromkeys(name for row in rows for name in row.extra)
    found: list[dict[str, str]] = [{} for _ in items]
    for name in names:
        told = [
            Told(row.extra[name].text, at)
            for at, row in enumerate(rows)
            if name in row.extra
        ]
        for said, one in zip(found, share(items, told, one_for_all=True), strict=True):
            if one.text:
                said[name] = one.text
    return found


def _action(
    item: Item,
    bundle: Bundle,
    *,
    when: Share,
    who: Share,
    extra: dict[str, str],
    manner: Manner,
) -> ActionDraft:
    first = bundle.rows[0]
    row = bundle.rows[item.row]
    said = timescales.parse(when.text, period=manner.period)
    start, due, ongoing = _given_dates(row, said, manner.period)
    rating, source = _rating(row, bundle, item)
    extra = {
        **extra,
        **_notes(said, who.text, source),
        **_links(row),
    }
    unsure = not (when.sure and who.sure) or said.confidence == UNCERTAIN
    return ActionDraft(
        ref=first.text(Field.REF).strip(" .)") if bundle.whole else "",
        text=item.text,
        line=item.line,
        owners=owners.split(who.text),
        owners_text=who.text,
        timescale_text=when.text,
        start=start,
        due=due,
        ongoing=ongoing,
        milestones=said.milestones
        + _milestones(bundle.rows if bundle.whole else [row], manner.period),
        rag=rating,
        confidence=UNCERTAIN if unsure else CERTAIN,
        extra=extra,
    )


def _given_dates(row: Entry, said: timescales.Timescale, period: Period):
    """Columns for the start, the last day and "ongoing" go before the timescale."""
    start, due, ongoing = said.start, said.due, said.ongoing
    if text := row.text(Field.START):
        given = timescales.parse(text, period=period)
        start = given.start or (given.due and given.due.replace(day=1)) or None
        start = given.due if _is_a_day(text) else start
    if text := row.text(Field.DUE):
        due = timescales.parse(text, period=period).due
    if text := row.text(Field.ONGOING):
        ongoing = text.strip().lower() in YES
    return start, due, ongoing


def _is_a_day(text: str) -> bool:
    found = list(timescales.dates.find(text, (None, None)))
    return len(found) == 1 and found[0].first == found[0].last


def _rating(row: Entry, bundle: Bundle, item: Item) -> tuple[str, str]:
    """The rating of the action's row, or of the activity when only that has one."""
    cells: list[Cell] = [
        other.cells[Field.RAG] for other in bundle.rows if Field.RAG in other.cells
    ]
    if Field.RAG in row.cells:
        return rag.rating(row.cells[Field.RAG])
    return rag.rating(cells[0]) if len(cells) == 1 else (rag.NOT_RATED, "")


def _notes(said: timescales.Timescale, who: str, rag_source: str) -> dict[str, str]:
    notes = {
        "rag_source": rag_source,
        "recurs": said.recurs,
        "date_note": said.note,
        "owner_note": owners.note(who),
    }
    return {name: text for name, text in notes.items() if text}


def _links(row: Entry) -> dict[str, str]:
    cells = [*row.cells.values(), *row.extra.values()]
    links = dict.fromkeys(link.url for cell in cells for link in cell.links)
    return {"links": "\n".join(links)} if links else {}


def _milestones(rows: list[Entry], period: Period) -> tuple[MilestoneDraft, ...]:
    """Columns of reviews and milestones: the column's name, and what stands in it."""
    found = []
    for row in rows:
        for name, cell in row.milestones:
            text = cell.text.replace("\n", " ")
            due = timescales.parse(text, period=period).due
            plain = name.lower() in MILESTONE_NAMES
            found.append(MilestoneDraft(text if plain else f"{name}: {text}", due))
    return tuple(found)
