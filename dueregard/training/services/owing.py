"""What training puts on the lists of organisations' leads, and takes off again."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.accounts.rooms import authorities_with
from dueregard.audit import services as audit
from dueregard.audit.events import Event
from dueregard.clock.working_days import add_working_days
from dueregard.partners.models import Post, PostHolding
from dueregard.reminders import services as reminders
from dueregard.reminders.models import Task
from dueregard.reminders.services import Owed

from ..coverage.states import State
from ..events import NudgeEvent
from ..models import LearnerRole
from ..nudging import Target

TELL = "training.tell"
TRAIN = "training.train"
DAYS_TO_TELL = 10
"""Working days in which a lead tells people who have no e-mail address."""
TO_TRAIN = timedelta(days=28)
"""How long an organisation has to train those whose training ran out."""


def owe_telling(authority: Authority, targets: Sequence[Target]) -> None:
    """The lead of each organisation is asked to tell its people; one line each."""
    posts = Post.objects.filter(pk__in={each.post_id for each in targets})
    reminders.owe(
        Owed(
            kind=TELL,
            subject_id=_subject(authority.pk, post.organisation_id),
            authority=authority,
            room=Room.TRAINING,
            title="Tell people about training that they owe",
            about=f"Training at {post.organisation}"[:200],
            url=_page(authority.slug, post.organisation_id),
            source="They have no e-mail address in the training records",
            due_on=add_working_days(clock.today(), DAYS_TO_TELL),
            post=post,
        )
        for post in posts.select_related("organisation")
    )


def close_telling(
    authority: Authority, organisation: Organisation, *, event: Event
) -> None:
    subject = _subject(authority.pk, organisation.pk)
    reminders.close_tasks(TELL, [subject], event=event.code)


@audit.atomic
def owe_training() -> int:
    """Put “People to train” on the list of each organisation where training ran out,
    and take it off where none is left; how many are new. Run each day.

    It is due four weeks after it came, and no sooner than four weeks after the longest
    lapse that is left: whoever keeps training their people is never late.
    """
    lapsed = {_subject(a, o): each for (a, o), each in _lapsed().items()}
    open_tasks = list(Task.objects.open().filter(kind=TRAIN))
    _close_where_none_is_left(open_tasks, lapsed)
    opened: dict[tuple[str, int | None], date] = {
        (task.subject_id, task.post_id): timezone.localdate(task.opened_at)
        for task in open_tasks
    }
    return reminders.owe(
        _to_train(post, row, opened)
        for post in _leads_of(lapsed)
        if (row := lapsed.get(_subject(post.authority_id, post.organisation_id)))
    )


def _to_train(
    post: Post, row: dict[str, Any], opened: dict[tuple[str, int | None], date]
) -> Owed:
    subject = _subject(post.authority_id, post.organisation_id)
    since = max(opened.get((subject, post.pk), clock.today()), row["oldest"])
    count = row["people"]
    people = "1 person" if count == 1 else f"{count:,} people"
    return Owed(
        kind=TRAIN,
        subject_id=subject,
        authority=post.authority,
        room=Room.TRAINING,
        title=f"Train {people} whose training ran out",
        about=f"Training at {post.organisation}"[:200],
        url=_page(post.authority.slug, post.organisation_id),
        source="The rules of their role groups",
        due_on=since + TO_TRAIN,
        post=post,
    )


def _lapsed() -> dict[tuple[int, int], dict[str, Any]]:
    """(authority, organisation) → how many people's training ran out, and since when,
    where the room is on."""
    on = Authority.objects.filter(authorities_with(Room.TRAINING))
    places = LearnerRole.objects.kept().filter(authority__in=on)
    places = places.with_state().filter(state=State.LAPSED).order_by()
    rows = places.values("authority_id", "organisation_id").annotate(
        people=Count("learner", distinct=True), oldest=Min("valid_until")
    )
    return {(row["authority_id"], row["organisation_id"]): row for row in rows}


def _leads_of(lapsed: dict[str, dict[str, Any]]) -> Iterable[Post]:
    posts = Post.objects.in_use().filter(
        is_lead=True,
        authority__in={row["authority_id"] for row in lapsed.values()},
        organisation__in={row["organisation_id"] for row in lapsed.values()},
    )
    return posts.select_related("authority", "organisation").order_by("pk")


def _close_where_none_is_left(open_tasks: list[Task], lapsed: dict[str, Any]) -> None:
    over = {task.subject_id for task in open_tasks} - set(lapsed)
    reminders.close_tasks(TRAIN, over, event=NudgeEvent.NONE_LEFT.code)
    for subject in sorted(over):
        authority, organisation = subject.split("-")
        audit.record(
            NudgeEvent.NONE_LEFT,
            Organisation.objects.get(pk=organisation),
            by=None,
            authority=int(authority),
        )


def leads_today(
    person: Person, authority: Authority, organisation: Organisation
) -> bool:
    """Whether `person` holds a lead post of the organisation today."""
    holdings = PostHolding.objects.current().filter(
        person=person,
        post__authority=authority,
        post__organisation=organisation,
        post__is_lead=True,
        post__closed_on__isnull=True,
    )
    return holdings.exists()


def _subject(authority: int, organisation: int) -> str:
    return f"{authority}-{organisation}"


def _page(slug: str, organisation: int) -> str:
    return reverse("training:to_train", args=[slug, organisation])
