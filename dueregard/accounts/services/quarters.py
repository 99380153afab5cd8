"""The quarterly question: does everybody still do what they are listed for?

On the first day of a quarter each administrator and co-ordinator gets one mail that
leads to one list with one button. A role that nobody confirmed in the whole of the
quarter before is suspended, and comes back when somebody confirms it (practice AC 2).
"""

from datetime import date

from django.conf import settings
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from ..events import MembershipEvent
from ..models import Authority, Membership
from ..rules import CONFIRMS_ROLES


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter that holds `day`."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_before(start: date) -> date:
    """The first day of the quarter before the one that begins on `start`."""
    if start.month == 1:
        return date(start.year - 1, 10, 1)
    return date(start.year, start.month - 3, 1)


def to_confirm(authority: Authority, today: date):
    """Roles that nobody has confirmed since this quarter began, or that are held up."""
    open_roles = authority.memberships.filter(
        starts_on__lte=today, ends_on__gte=today, ended_at__isnull=True
    )
    return open_roles.filter(attested_on__lt=quarter_start(today))


@audit.atomic
def ask_for_confirmation(today: date) -> int:
    """Mail whoever confirms roles, once a quarter; says how many mails are queued."""
    start = quarter_start(today)
    asked = 0
    for authority in Authority.objects.not_succeeded():
        if not to_confirm(authority, today).exists():
            continue
        for membership in _those_who_confirm(authority):
            outbox.send_mail(
                to=str(membership.person.email),
                template="accounts/mail/confirm_roles",
                context={"link": _address(authority), "authority": str(authority)},
                key=f"confirm-{authority.pk}-{membership.person_id}-{start}",
                authority=authority,
            )
            asked += 1
    return asked


@audit.atomic
def suspend_unconfirmed(today: date) -> int:
    """Suspend roles that a whole quarter passed over; says how many.

    An authority keeps its last administrator, whoever confirmed them.
    """
    late = Membership.objects.in_force().filter(
        attested_on__lt=quarter_before(quarter_start(today)),
        starts_on__lt=quarter_before(quarter_start(today)),
        person__is_rehearsal=False,
    )
    suspended = 0
    for membership in late.select_related("authority", "person"):
        if _is_last_administrator(membership):
            continue
        membership.suspended_on = today
        membership.version += 1
        membership.save(update_fields=["suspended_on", "version"])
        audit.record(MembershipEvent.SUSPENDED, membership, by=None)
        suspended += 1
    return suspended


def _those_who_confirm(authority: Authority) -> list[Membership]:
    rows = authority.memberships.in_force().filter(
        role__in=CONFIRMS_ROLES, person__email__isnull=False
    )
    return list({row.person_id: row for row in rows.select_related("person")}.values())


def _address(authority: Authority) -> str:
    return settings.SITE_URL + reverse("accounts:confirm_roles", args=[authority.slug])


def _is_last_administrator(membership: Membership) -> bool:
    if membership.role != Role.ADMINISTRATOR:
        return False
    others = membership.authority.memberships.in_force().filter(role=Role.ADMINISTRATOR)
    return not others.exclude(pk=membership.pk).exists()
