"""People and completions follow their organisation, and pass to an authority's
successor (practice AC 6). Nobody is merged on the way: a staff number that somebody
there has already is kept with a note in brackets, and both are proposed as perhaps one
person."""

from datetime import date, datetime, time

from django.utils import timezone

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.accounts.succession import pass_on_the_day
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from ..events import LearnerEvent
from ..models import Completion, Learner, LearnerRole, SentCertificate
from ..models.learner import LearnerQuerySet
from . import standing
from .catalogue_passing import pass_catalogue_now
from .organisation_passing import records_follow_now
from .return_passing import pass_returns_now
from .session_passing import pass_sessions_now

PASSING = "training.pass_over"
FOLLOWING = "training.follow_organisation"
LONGEST_NUMBER = 40


def follow_organisation(
    organisation: Organisation, successor: Organisation, from_date: date, by: Person
) -> None:
    """Have the people of `organisation` move to `successor` as `from_date` begins."""
    outbox.enqueue(
        FOLLOWING,
        key=f"{organisation.pk}-{successor.pk}-{from_date:%Y%m%d}",
        payload={"organisation": organisation.pk, "by": by.pk},
        run_at=timezone.make_aware(datetime.combine(from_date, time.min)),
    )


@audit.atomic
def follow_organisation_now(organisation: Organisation, *, by: Person) -> int:
    """Move everybody in the register of any authority from `organisation` to its
    successor, with all that they completed, and what it told about its training; how
    many people were moved.

    Nothing happens while the successor has not taken over: its day was put off.
    """
    successor, day = organisation.successor, organisation.succeeded_on
    if successor is None or day is None or day > clock.today():
        return 0
    people = Learner.objects.filter(organisation=organisation)
    moved = 0
    for authority in organisation.authorities.order_by("pk"):
        records_follow_now(authority, organisation, successor, by=by)
    for authority in Authority.objects.filter(learners__in=people).distinct():
        ours = people.filter(authority=authority)
        keys = list(ours.values_list("pk", flat=True))
        there = Learner.objects.filter(authority=authority, organisation=successor)
        clashes = _note_clashes(
            ours, there, organisation.short_name or str(organisation), to=successor
        )
        ours.update(organisation=successor)
        LearnerRole.objects.filter(learner__in=keys).update(organisation=successor)
        audit.record(
            LearnerEvent.FOLLOWED,
            organisation,
            by=by,
            authority=authority,
            successor_id=successor.pk,
            people=len(keys),
            clashes=clashes,
        )
        standing.refresh(keys)
        moved += len(keys)
    return moved


def count_people(authority: Authority, from_date: date) -> int:
    return Learner.objects.filter(authority=authority).count()


def count_completions(authority: Authority, from_date: date) -> int:
    return Completion.objects.filter(learner__authority=authority).count()


def pass_people(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have the register pass over as `from_date` begins; how many people there are."""
    pass_on_the_day(PASSING, authority, successor, from_date, by=by.pk)
    return count_people(authority, from_date)


def pass_completions(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """They pass over with the people, by the same job."""
    return count_completions(authority, from_date)


@audit.atomic
def pass_people_now(authority: Authority, successor: Authority, *, by: Person) -> int:
    """Move the register of `authority` to `successor`; how many people were moved.

    Courses and role groups are those of the same code there, and come along where it
    has none.
    """
    people = Learner.objects.filter(authority=authority)
    keys = list(people.values_list("pk", flat=True))
    completions = Completion.objects.filter(learner__authority=authority).count()
    there = Learner.objects.filter(authority=successor)
    _note_clashes(people, there, str(authority))
    twins = pass_catalogue_now(authority, successor, by=by)
    for course, twin in twins.courses.items():
        Completion.objects.filter(course=course).update(course=twin)
        SentCertificate.objects.filter(course=course).update(course=twin)
    _pass_places(authority, successor, twins.role_groups)
    pass_sessions_now(authority, successor, twins, by=by)
    pass_returns_now(authority, successor, twins, by=by)
    people.update(authority=successor)
    audit.record(
        LearnerEvent.PASSED_OVER,
        authority,
        by=by,
        authority=successor,
        successor_id=successor.pk,
        people=len(keys),
        completions=completions,
    )
    standing.refresh(authority=successor)
    return len(keys)


def _pass_places(
    authority: Authority, successor: Authority, role_groups: dict[int, int]
) -> None:
    """Move everybody's places to `successor`; those in a group of `role_groups` go to
    the group that stands in its place there, unless the person is in that already."""
    for group, twin in role_groups.items():
        places = LearnerRole.objects.filter(role_group=group)
        held = LearnerRole.objects.filter(role_group=twin).values("learner")
        places.filter(learner__in=held).delete()
        places.update(role_group=twin)
    LearnerRole.objects.filter(learner__authority=authority).update(authority=successor)


def _note_clashes(
    coming: LearnerQuerySet,
    there: LearnerQuerySet,
    origin: str,
    *,
    to: Organisation | None = None,
) -> int:
    """Say in brackets where a staff number comes from that somebody there has already,
    at the organisation that they go `to` or are at; how many there were."""
    there = there.kept().exclude(number="")
    taken = set(there.values_list("organisation", "number"))
    clashing = []
    for learner in coming.kept().filter(number__in=there.values("number")):
        at = to.pk if to else learner.organisation_id
        if (at, learner.number) in taken:
            learner.number = _noted(learner, origin)
            if (at, learner.number) in taken:
                learner.number = _noted(learner, str(learner.pk))
            clashing.append(learner)
    Learner.objects.bulk_update(clashing, ["number"], batch_size=500)
    return len(clashing)


def _noted(learner: Learner, note: str) -> str:
    """Its number with `note` in brackets, which `names.number_key` leaves out."""
    noted = f"{learner.number} ({note})"
    if len(noted) <= LONGEST_NUMBER:
        return noted
    note = str(learner.pk)
    return f"{learner.number[: LONGEST_NUMBER - len(note) - 3]} ({note})"
