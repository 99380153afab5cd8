"""Mails about places at sessions: fixed subjects, and nobody else's name in them.

Each holds a private address of its own, by which whoever reads the mail sees the place
and can give it back. What somebody typed into the public form is never in a mail: it
could have been typed by anyone, about anyone's address.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from dueregard.accounts.tokens import new_token, token_hash
from dueregard.outbox import services as outbox

from ..models import Place, PlaceLink, Session
from ..wording import when_in_words, where_in_words

HOW_TO_COME = ("place_booked", "place_offered", "place_reminder", "place_moved")


def tell(session: Session, places: Iterable[Place], template: str, *, mail: str) -> int:
    """Mail `template` to those of `places` who gave an address; how many were mailed.

    `mail` names the mail among those about one place: under the same name none goes
    twice. `template` is one of training/mail/: place_booked, place_waiting,
    place_offered (from the waiting list), place_reminder, place_moved,
    place_cancelled, place_given_back, place_after.
    A fixed number of statements, however many places. Call it in an audited
    transaction, with `session` read with its course and authority.
    """
    reached = {place.pk: place for place in places if place.email}
    told = PlaceLink.objects.filter(place__in=reached, mail=mail)
    for pk in told.values_list("place_id", flat=True):
        del reached[pk]
    tokens = {pk: new_token() for pk in reached}
    PlaceLink.objects.bulk_create(
        [
            PlaceLink(place_id=pk, mail=mail, token_sha256=token_hash(token))
            for pk, token in tokens.items()
        ],
        batch_size=500,
    )
    shared = _about(session, template)
    outbox.send_mails(
        (
            (
                place.email,
                {**shared, **_own(session, place, template, tokens[pk])},
                f"place-{pk}-{mail}",
            )
            for pk, place in reached.items()
        ),
        template=f"training/mail/{template}",
        authority=session.authority_id,
    )
    return len(reached)


def _about(session: Session, template: str) -> dict[str, Any]:
    return {
        "course": session.course.title,
        "when": when_in_words(session),
        "where": where_in_words(session),
        "note": session.note if template in HOW_TO_COME else "",
        "authority": session.authority.name,
        "contact": session.authority.public_contact,
    }


def _own(session: Session, place: Place, template: str, token: str) -> dict[str, Any]:
    """What only this mail says: the link to join is for those who have a place, and
    the waiting list is mailed to one at a time."""
    has_place = place.status == Place.Status.BOOKED
    joins = has_place and template in HOW_TO_COME
    position = place.position if template == "place_waiting" else None
    path = reverse("training:place", args=[token])
    return {
        "has_place": has_place,
        "online_link": session.online_link if joins else "",
        "position": position,
        "url": f"{settings.SITE_URL}{path}",
    }
