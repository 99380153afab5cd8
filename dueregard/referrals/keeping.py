"""What has reached its day, and what still keeps it: dates and codes, no words.

Call these where the authority is set. Whoever may read them is said by
`rules_of_keeping`; they open no part of a record.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from dueregard import clock
from dueregard.access.models import Approval
from dueregard.accounts.models import Authority

from .models import LegalHold, Referral

Status = Referral.Status
DESTROY = "referrals.destroy"
ENDED = (
    Status.CLOSED,
    Status.NOT_MET,
    Status.PASSED_ON,
    Status.NOT_A_REFERRAL,
    Status.JOINED,
)
STANDING = (*Referral.OPEN, Status.LISTED)  # somebody still works on it
IS_HELD = "It is under a legal hold."
IS_OPEN = "It has not ended."
NOT_DUE = "Its day has not come."
PERSON_IS_OPEN = "Another referral of the same person is open."
HEAD_STAYS = "It was joined to another, and goes with that one."


def kept_at(authority: Authority) -> QuerySet[Referral]:
    """Those that have ended, each with what keeps it: `is_held`, `person_is_open`."""
    standing = LegalHold.objects.filter(released_at__isnull=True)
    held = standing.filter(
        Q(referral=OuterRef("pk")) | Q(referral__joined_to=OuterRef("pk"))
    )
    open_ones = Referral.objects.annotate(root=_root()).filter(
        status__in=STANDING, root=OuterRef("root")
    )
    rows = Referral.objects.filter(authority=authority, status__in=ENDED)
    return rows.annotate(root=_root()).annotate(
        is_held=Exists(held), person_is_open=Exists(open_ones)
    )


def due_at(authority: Authority) -> QuerySet[Referral]:
    """Those whose day has come. What was joined to another is not listed by itself."""
    heads = kept_at(authority).exclude(status=Status.JOINED)
    due = heads.filter(retention_due_on__lte=clock.today())
    return due.order_by("retention_due_on", "pk")


def to_review(authority: Authority) -> QuerySet[Referral]:
    """Those of children, who are adults now, that nobody decided on yet."""
    today = clock.today()
    heads = kept_at(authority).exclude(status=Status.JOINED)
    rows = heads.filter(child_review_on__lte=today, retention_due_on__gt=today)
    return rows.order_by("child_review_on", "pk")


def is_in_review(row: Referral) -> bool:
    """Whether it has ended, its review at 18 has come and is not decided, and its own
    day has not come."""
    today, review_on = clock.today(), row.child_review_on
    has_come = review_on is not None and review_on <= today
    return has_come and row.status in ENDED and not _is_due(row)


def held_at(authority: Authority) -> QuerySet[LegalHold]:
    """The legal holds that stand, the soonest to be looked at again first."""
    rows = LegalHold.objects.filter(authority=authority, released_at__isnull=True)
    return rows.select_related("referral", "placed_by").order_by("review_on", "pk")


def why_kept(row: Referral) -> str:
    """What keeps a row of `kept_at`; "" when it may be destroyed."""
    if row.is_held:  # type: ignore[attr-defined]
        return IS_HELD
    if not _is_due(row) and not is_in_review(row):
        return NOT_DUE
    if row.person_is_open:  # type: ignore[attr-defined]
        return PERSON_IS_OPEN
    return ""


def _is_due(row: Referral) -> bool:
    return row.retention_due_on is not None and row.retention_due_on <= clock.today()


def with_joined(authority: Authority, ids: Iterable[UUID]) -> list[Referral]:
    """These and all that were joined to them: they go together."""
    found: dict[UUID, Referral] = {}
    wanted = set(ids)
    while wanted:
        rows = kept_at(authority).filter(pk__in=wanted).select_related("subject")
        found |= {row.pk: row for row in rows}
        joined = Referral.objects.filter(joined_to__in=wanted)
        wanted = set(joined.values_list("pk", flat=True)) - found.keys()
    return sorted(found.values(), key=lambda row: row.pk)


def asked_for(authority: Authority) -> set[str]:
    """The ids of referrals whose destruction waits for a second person."""
    rows = Approval.objects.waiting().filter(authority=authority, kind=DESTROY)
    return {pk for items in rows.values_list("items", flat=True) for pk in items["ids"]}


def _root() -> Coalesce:
    return Coalesce(F("subject__merged_into"), F("subject"))
