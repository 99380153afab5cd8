"""The law of a thing with states: a table of moves, and the only way to make one.

An app writes its table in its own `workflow.py`:

    WORKFLOW = Workflow(
        Move("submit", Status.DRAFT, Status.SUBMITTED, may_submit, Event.SUBMITTED),
        …
    )

The thing has a `status` and a `moves` relation to a model made from `MoveRow`. One
whose notes are sealed has rows of its own kind, and answers `with_moves()`: what every
such row needs besides (its authority and key).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit import services as audit
from dueregard.audit.events import Event


class MoveRow(models.Model):
    """One move that was made, with the note that the audit holds only the hash of.

    An app subclasses it and adds the foreign key: `related_name="moves"`.
    """

    move = models.CharField(max_length=40)
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.move}: {self.from_status} to {self.to_status}"


@dataclass(frozen=True)
class Move:
    """A change of state: its name, from where to where, who may, and what is recorded.

    `rule(user, subject)` raises `NotAllowed` with the sentence that the user reads.
    """

    name: str
    source: str
    target: str
    rule: Callable[[Any, Any], None]
    event: Event

    @property
    def words(self) -> str:
        """The move as a button says it: "Submit"."""
        return self.name.replace("_", " ").capitalize()


class Workflow:
    """The moves of one kind of thing. See `check` and `make`.

    Raises:
        ValueError: two moves share a name, or an event cannot hold a note's hash.
    """

    def __init__(self, *moves: Move) -> None:
        self.moves = {move.name: move for move in moves}
        if len(self.moves) != len(moves):
            raise ValueError("Two moves have the same name.")
        for move in moves:
            if "note_hash" not in move.event.facts:
                raise ValueError(f'{move.event} must allow the fact "note_hash".')

    def check(self, subject: Any, name: str, *, by: Any) -> None:
        """Refuse unless `by` may make this move and it can be made now.

        The rule comes first, so that a stranger learns nothing about the state.

        Raises:
            NotAllowed: the rule refuses this person.
            NotNow: the subject is in another state.
        """
        move = self.moves[name]
        move.rule(by, subject)
        if subject.status != move.source:
            raise NotNow(_not_now(move, subject))

    @audit.atomic
    def make(self, subject: Any, name: str, *, by: Any, note: str = "") -> None:
        """Move `subject` on, keep the note on a move row, and record the event.

        The row is locked and read again first: of two people who try at once, one
        moves it and the other is told that it cannot be done now. Save other changes
        to `subject` before; what is unsaved is read over.

        Raises:
            NotAllowed, NotNow: as `check`, asked of the locked row.
        """
        rows = type(subject)._base_manager.select_for_update(of=("self",))
        subject.refresh_from_db(from_queryset=rows)
        self.check(subject, name, by=by)
        move = self.moves[name]
        subject.status = move.target
        subject.save(update_fields=["status"])
        extra: dict[str, Any] = getattr(subject, "with_moves", dict)()
        subject.moves.create(
            **extra,
            move=name,
            from_status=move.source,
            to_status=move.target,
            by=by,
            at=clock.now(),
            note=note,
        )
        note_hash = audit.text_hash(note) if note else None
        audit.record(move.event, subject, by=by, note_hash=note_hash)

    def open_to(self, user: Any, subject: Any) -> list[Move]:
        """The moves that a page may offer `user` now."""
        here = [move for move in self.moves.values() if move.source == subject.status]
        return [move for move in here if _may(move, user, subject)]

    def statuses(self) -> list[str]:
        """Every state that the table names, in the order that it names them."""
        ends = [
            end for move in self.moves.values() for end in (move.source, move.target)
        ]
        return list(dict.fromkeys(ends))


def draw(workflow: Workflow, title: str) -> str:
    """`workflow` as Markdown: a Mermaid diagram and the table it is drawn from."""
    moves = workflow.moves.values()
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{_label(s)}" as {s}' for s in workflow.statuses()]
    lines += [f"    {move.source} --> {move.target}: {move.words}" for move in moves]
    lines += ["```", "", "| move | from | to | rule | recorded as |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {move.words} | {_label(move.source)} | {_label(move.target)} "
        f"| `{move.rule.__name__}` | `{move.event}` |"
        for move in moves
    ]
    return "\n".join([*lines, ""])


def _may(move: Move, user: Any, subject: Any) -> bool:
    try:
        move.rule(user, subject)
    except NotAllowed:
        return False
    return True


def _not_now(move: Move, subject: Any) -> str:
    noun = subject._meta.verbose_name
    article = "an" if noun[0] in "aeiou" else "a"
    return (
        f"You can {move.words.lower()} {article} {noun} only while it is "
        f"“{_label(move.source)}”. It is now “{subject.get_status_display()}”."
    )


def _label(status: str) -> str:
    return str(getattr(status, "label", status))
