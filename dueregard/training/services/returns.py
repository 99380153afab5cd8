"""Which organisations have told us about their training, and asking the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    CharField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days
from dueregard.partners.models import Post
from dueregard.reminders.models import Task
from dueregard.reminders.services import Owed, close_tasks, owe

from ..events import ReturnEvent
from ..expiry import add_months
from ..models import Headcount, Learner, OrganisationReturn
from ..rules import may_keep, may_set

WORKING_DAYS_TO_RETURN = 10
MONTHS = 12


@dataclass(frozen=True)
class Chased:
    """Organisations whose lead posts now owe their return, and those with none that
    somebody holds, so that they must be asked by telephone."""

    asked: list[Organisation] = field(default_factory=list)
    unreachable: list[Organisation] = field(default_factory=list)


@audit.atomic
def note_return(
    authority: Authority,
    organisation: Organisation,
    kind: str,
    *,
    by: Person | None,
    upload=None,
    received_on: date | None = None,
    note: str = "",
) -> OrganisationReturn:
    """Note that `organisation` told us about its training, and stop asking for it.

    Called by whatever takes records of people or headcounts in; once a day, kind and
    file. The caller has asked whether `by` may, and records its own event.
    """
    told = {
        "authority": authority,
        "organisation": organisation,
        "kind": kind,
        "received_on": received_on or clock.today(),
        "upload": upload,
    }
    found = OrganisationReturn.objects.filter(**told, note=note).first()
    found = found or OrganisationReturn.objects.create(**told, note=note, by=by)
    close_tasks(
        OrganisationReturn.TASK_KIND,
        [task_subject(authority, organisation.pk)],
        event=f"training.return_{kind}",
    )
    return found


@audit.atomic
def note_nothing(
    authority: Authority, organisation: Organisation, *, by: Person, note: str
) -> OrganisationReturn:
    """Note that `organisation` said it has nobody to tell of, and why.

    Raises:
        NotAllowed: `by` keeps no records of that organisation.
        NotNow: it does not work with this authority.
    """
    may_keep(by, authority, organisation)
    must_work_with(authority, organisation)
    found = note_return(
        authority, organisation, OrganisationReturn.Kind.NOTHING, by=by, note=note
    )
    audit.record(
        ReturnEvent.NOTHING,
        organisation,
        by=by,
        authority=authority,
        received_on=found.received_on,
        note_hash=audit.text_hash(note),
    )
    return found


@audit.atomic
def chase_returns(
    authority: Authority, organisations: Iterable[Organisation], *, by: Person
) -> Chased:
    """Ask for the returns of `organisations`: a task for whoever holds a lead post of
    each, which reminders mails and chases.

    Raises:
        NotAllowed: `by` does not settle training for the authority.
    """
    may_set(by, authority)
    due_on = add_working_days(clock.today(), WORKING_DAYS_TO_RETURN)
    leads = _lead_posts(authority)
    chased = Chased()
    owed = []
    for organisation in organisations:
        posts = leads.get(organisation.pk, [])
        (chased.asked if posts else chased.unreachable).append(organisation)
        owed += [_owed(authority, organisation, post, due_on) for post in posts]
    owe(owed)
    if chased.asked:
        audit.record(
            ReturnEvent.CHASED,
            None,
            by=by,
            authority=authority,
            organisation_ids=[each.pk for each in chased.asked][:1000],
            due_on=due_on,
        )
    return chased


@audit.atomic
def record_return_export(
    authority: Authority,
    kind: str,
    starts_on: date,
    ends_on: date,
    *,
    organisations: Iterable[int] | None,
    by: Person,
    form: str,
) -> None:
    """Note that a return left as a file (settled 17); `organisations` None is all."""
    audit.record(
        ReturnEvent.EXPORTED,
        None,
        by=by,
        authority=authority,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        format=form,
        organisation_ids=None if organisations is None else sorted(organisations),
    )


def a_year_ago() -> date:
    """A return counts for 12 months: one received on this day or before is too old."""
    return add_months(clock.today(), -MONTHS)


def expected_organisations(authority: Authority) -> QuerySet[Organisation]:
    """Organisations from which a return is expected: those that the 2015 Act names
    (Schedule 6), and any others that have people, headcounts or an earlier return in
    the register. One that was merged into another answers there."""
    here = {"authority": authority, "organisation": OuterRef("pk")}
    known = (
        Exists(Learner.objects.serving().filter(**here))
        | Exists(Headcount.objects.current().filter(**here))
        | Exists(OrganisationReturn.objects.filter(**here))
    )
    rows = Organisation.objects.filter(authorities=authority, successor__isnull=True)
    return rows.filter(Q(is_specified_authority=True) | known)


def organisations_without_return(
    authority: Authority, since: date
) -> QuerySet[Organisation]:
    """Those expected to return that have not since `since` (a return of that very day
    is too old), the longest silent first. `last_return_on` is None where there never
    was one."""
    newest = (
        OrganisationReturn.objects.filter(
            authority=authority, organisation=OuterRef("pk")
        )
        .order_by()
        .values("organisation")
        .annotate(newest=Max("received_on"))
        .values("newest")
    )
    rows = expected_organisations(authority).annotate(last_return_on=Subquery(newest))
    rows = rows.filter(Q(last_return_on__isnull=True) | Q(last_return_on__lte=since))
    return rows.order_by(F("last_return_on").asc(nulls_first=True), "name", "pk")


def with_tasks(
    rows: QuerySet[Organisation], authority: Authority
) -> QuerySet[Organisation]:
    """With the day until which each is asked for its return (`asked_until`), None where
    it is not asked, and whether somebody holds a lead post of it (`has_lead`)."""
    subject = Concat(Value(f"{authority.pk}-"), Cast(OuterRef("pk"), CharField()))
    tasks = Task.objects.open().filter(
        kind=OrganisationReturn.TASK_KIND, subject_id=subject
    )
    leads = Post.objects.held().filter(
        authority=authority, organisation=OuterRef("pk"), is_lead=True
    )
    return rows.annotate(
        asked_until=Subquery(tasks.order_by("due_on").values("due_on")[:1]),
        has_lead=Exists(leads),
    )


def leads(user: Person, authority: Authority, organisation: Organisation) -> bool:
    """Whether `user` holds a lead post of the organisation, so that they are asked."""
    posts = Post.objects.held_today_by(user).filter(
        authority=authority, organisation=organisation, is_lead=True
    )
    return posts.exists()


def must_work_with(authority: Authority, organisation: Organisation) -> None:
    if not organisation.authorities.filter(pk=authority.pk).exists():
        raise NotNow(f"{organisation} does not work with {authority}.")


def _lead_posts(authority: Authority) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = {}
    posts = Post.objects.held().filter(authority=authority, is_lead=True)
    for post in posts.order_by("pk"):
        found.setdefault(post.organisation_id, []).append(post)
    return found


def task_subject(authority: Authority, organisation_id: int) -> str:
    """What the task of asking an organisation for its return is about."""
    return f"{authority.pk}-{organisation_id}"


def _owed(
    authority: Authority, organisation: Organisation, post: Post, due_on: date
) -> Owed:
    return Owed(
        kind=OrganisationReturn.TASK_KIND,
        subject_id=task_subject(authority, organisation.pk),
        authority=authority,
        room=Room.TRAINING,
        title=f"Tell {authority} about training at {organisation}",
        about="Training",
        url=reverse("training:return_of", args=[authority.slug, organisation.pk]),
        source=f"Training records of {organisation}",
        due_on=due_on,
        post=post,
    )
