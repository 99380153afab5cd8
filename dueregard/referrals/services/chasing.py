"""Answers that are due: the organisation is reminded once, the holder follows up."""

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.clock.working_days import is_working_day
from dueregard.outbox import services as outbox
from dueregard.vault.rooms import WORKER, case_room

from ..events import AskingEvent
from ..models import InformationRequest, Referral
from .asking import link_of
from .asking_tasks import DUE, owe_request

Status = InformationRequest.Status


def chase_all() -> int:
    """Remind every organisation whose answer is due; how many were reminded."""
    if not is_working_day(clock.today()):
        return 0
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    return sum(chase(authority) for authority in here)


@audit.atomic
@sensitive_variables()
def chase(authority: Authority) -> int:
    """Those of `authority`, once each, however often it runs on one day."""
    with case_room(
        WORKER,
        authority=authority,
        purpose=Purpose.DELIVERY,
        door="remind",
        groups=[Group.ACCOUNT],
    ) as room:
        due = _due(authority)
        to_remind = room.show_all([row for row in due if _is_to_be_reminded(row)])
        for row in to_remind:
            _remind(row)
        for row in due:
            owe_request(DUE, row)
    return len(to_remind)


def _due(authority: Authority) -> list[InformationRequest]:
    rows = InformationRequest.objects.filter(
        authority=authority,
        status=Status.SENT,
        due_on__lte=clock.today(),
        referral__status__in=Referral.OPEN,
    )
    related = rows.select_related("referral__holder", "referral__authority")
    locked = related.select_related("authority").select_for_update(of=("self",))
    return list(locked.order_by("due_on", "id"))


def _is_to_be_reminded(row: InformationRequest) -> bool:
    return row.chased_at is None and row.is_live and not row.is_locked


@sensitive_variables()
def _remind(row: InformationRequest) -> None:
    outbox.send_mail(
        to=row.to["email"],
        template="referrals/mail/asked_again",
        context={"link": link_of(row)},
        key=f"referrals.asked_again:{row.pk}:{row.due_on}",
        authority=row.authority_id,
    )
    row.chased_at = clock.now()
    row.save(update_fields=["chased_at"])
    audit.record(AskingEvent.CHASED, row.referral, by=None, request_id=str(row.pk))
