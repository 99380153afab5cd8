"""Once a day: services that did not answer in time. Nothing closes by itself."""

from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.vault.rooms import sealing

from ..events import SignpostEvent
from .signpost_tasks import owe_silence
from .signposting import silent_ones


def return_silent() -> int:
    """Return silent signposts of every authority to whoever asked; how many are new."""
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    return sum(return_silent_of(authority) for authority in here)


@audit.atomic
def return_silent_of(authority: Authority) -> int:
    """Those of `authority`, once each, however often it runs."""
    returned = 0
    with sealing(authority):
        for signpost in silent_ones(authority).order_by("due_on", "id"):
            people = owe_silence(signpost)
            if not people:
                continue
            returned += 1
            audit.record(
                SignpostEvent.SILENT,
                signpost.referral,
                by=None,
                signpost_id=signpost.pk,
                person_ids=[person.pk for person in people],
            )
    return returned
