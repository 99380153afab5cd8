"""A referral while it is written: a sealed draft, and in the end a completed form.

The draft is the writer's own: a signed-in person's, or that of whoever holds a random
number of a browser's session. It is destroyed when the form is sent or its time is
over.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.drafts import services as drafts
from dueregard.drafts.models import Draft
from dueregard.vault import tenancy
from dueregard.vault.rooms import own_words

from ..codes import Door

FORM = "referral"
TAB = "form"
# Nobody reads the questions and answers them in less.
QUICKEST = timedelta(seconds=30)
UNSENT = (
    "You have a form of this kind that you did not send. Go on with it, or throw it "
    "away, so that nothing in it is lost."
)
GONE = (
    "What you wrote is not here any more: it was sent, or its time was over. "
    "Begin again."
)


@dataclass(repr=False)
class Writing:
    """One form that is being filled in: whose, for which authority, by which door.

    `owner` is a Person, or for the public what `drafts.session_owner` gives. `answers`
    maps the code of a step to its answers, `typed` to what was only typed so far;
    `files` says of each file where its sealed bytes are. `number` counts its savings.
    `draft_key` is the id of the key that its draft is sealed with: each form has its
    own; "" until it is read from what is kept.
    """

    authority: Authority
    owner: Any
    door: Door = Door.PUBLIC
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: dict[str, dict[str, str]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    begun_at: datetime = field(default_factory=clock.now)
    number: int = 0
    draft_key: str = ""

    @property
    def by(self) -> Person | None:
        return None if isinstance(self.owner, str) else self.owner

    @property
    def was_quick(self) -> bool:
        """Whether it is written faster than anybody reads."""
        return clock.now() - self.begun_at < QUICKEST

    def content(self) -> dict[str, Any]:
        return {
            "answers": self.answers,
            "typed": self.typed,
            "files": self.files,
            "begun_at": self.begun_at.isoformat(),
        }


@audit.atomic
@sensitive_variables()
def begin(writing: Writing) -> None:
    """Keep a new form.

    Raises:
        NotNow: this person has another by the same door; what is in it is not lost.
    """
    others = unsent(writing.authority, writing.by) if writing.by else []
    if any(draft.subject == writing.door for draft in others):
        raise NotNow(UNSENT)
    drop(writing)  # one whose time is over
    _save(writing, number=1)


def unsent(authority: Authority, by: Person) -> list[Draft]:
    """The forms that `by` began and did not send, one for each door at most, what was
    saved last first; without their words."""
    with tenancy.of(authority) as number:
        rows = Draft.objects.filter(authority=number, owner=by, form=FORM)
        live = rows.filter(is_late=False, expires_at__gt=clock.now())
        return list(live.order_by("-saved_at", "pk"))


@sensitive_variables()
def read(authority: Authority, owner: Any, door: Door) -> Writing | None:
    """What is kept for this writer, or None when there is nothing (any more)."""
    with audit.atomic(), tenancy.of(authority):
        draft = drafts.newest(FORM, authority=authority, by=owner, subject=door)
        return _read(authority, owner, door, draft) if draft else None


@sensitive_variables()
def as_kept(writing: Writing, draft: Draft) -> Writing:
    """`writing` with what another window added since it was read; `draft` is locked."""
    if draft.number == writing.number:
        return writing
    return _read(writing.authority, writing.owner, writing.door, draft)


@audit.atomic
@sensitive_variables()
def answer(writing: Writing, step: str, answers: dict[str, Any]) -> Writing:
    """Keep the answers of one step; those of others, given meanwhile, stay.

    Raises:
        NotNow: the draft is gone: sent from another window, or its time was over.
    """
    with tenancy.of(writing.authority):
        draft = locked(writing)
        now = _read(writing.authority, writing.owner, writing.door, draft)
        now.answers = {**now.answers, step: answers}
        now.typed.pop(step, None)
        now.number = draft.number + 1
        _save(now, number=now.number)
    return now


@audit.atomic
@sensitive_variables()
def note_typed(writing: Writing, step: str, typed: dict[str, str]) -> None:
    """Keep what stands in the boxes of one step: the page’s own saving, no answer.

    Raises:
        NotNow: the draft is gone.
    """
    with tenancy.of(writing.authority):
        draft = locked(writing)
        now = _read(writing.authority, writing.owner, writing.door, draft)
        now.typed = {**now.typed, step: typed}
        _save(now, number=draft.number + 1)


def drop(writing: Writing) -> None:
    """Destroy what was written: it was sent, or is not wanted."""
    drafts.drop(
        FORM, authority=writing.authority, by=writing.owner, subject=writing.door
    )


@audit.atomic
@sensitive_variables()
def note_file(
    writing: Writing, kept: dict[str, Any] | None, *, without: str = ""
) -> None:
    """Add what `kept` says of a file, or take the one with that stored name out.

    Raises:
        NotNow: the draft is gone.
    """
    with tenancy.of(writing.authority):
        draft = locked(writing)
        now = _read(writing.authority, writing.owner, writing.door, draft)
        now.files = [one for one in now.files if one["stored_name"] != without]
        now.files += [kept] if kept else []
        _save(now, number=draft.number + 1)


def _save(writing: Writing, *, number: int) -> None:
    drafts.save_draft(
        FORM,
        writing.content(),
        authority=writing.authority,
        by=writing.owner,
        tab=TAB,
        number=number,
        subject=writing.door,
    )


def locked(writing: Writing) -> Draft:
    """The draft, held so that two windows do not lose each other's answers.

    Raises:
        NotNow: it is gone.
    """
    live = Draft.objects.filter(
        authority=writing.authority, expires_at__gt=clock.now(), is_late=False
    )
    mine = live.of(writing.owner, FORM, writing.door)
    draft = mine.select_for_update(of=("self",)).first()
    if draft is None:
        raise NotNow(GONE)
    return draft


def _read(authority: Authority, owner: Any, door: Door, draft: Draft) -> Writing:
    with own_words(authority, [draft]):
        content = draft.content
    return Writing(
        authority,
        owner,
        door,
        answers=content["answers"],
        typed=content["typed"],
        files=content["files"],
        begun_at=datetime.fromisoformat(content["begun_at"]),
        number=draft.number,
        draft_key=str(draft.data_key_id),
    )
