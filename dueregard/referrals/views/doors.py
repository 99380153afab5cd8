"""Every door to what a referral holds: who may, why, and that it is noted (M1, AC 4).

Pages of one referral are views `(request, opened, …)` under `@opened(door="…")`: by
then it was found among what this person may see today, the purpose was given, a room
is open, and only the groups that they may read were loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode

from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.accounts.models import Authority
from dueregard.vault import tenancy
from dueregard.vault.rooms import Room as OpenRoom
from dueregard.vault.rooms import case_room

from .. import services
from ..models import (
    Account,
    Characteristics,
    PoliceMark,
    Referral,
    Referrer,
    Subject,
)
from ..reading import Sight, people_of_room, sight_of

PURPOSES = "purposes"  # in the session: {id of a referral: code of a purpose}


@dataclass(repr=False)
class Opened:
    """A referral in an open room: what this person may read of it, and no more."""

    referral: Referral
    sight: Sight
    room: OpenRoom
    parts: dict[Group, Any] = field(default_factory=dict)

    @property
    def subject(self) -> Subject | None:
        return self.parts.get(Group.IDENTITY)

    @property
    def account(self) -> Account | None:
        return self.parts.get(Group.ACCOUNT)

    @property
    def characteristics(self) -> Characteristics | None:
        return self.parts.get(Group.CHARACTERISTICS)

    @property
    def referrer(self) -> Referrer | None:
        return self.parts.get(Group.REFERRER)

    @property
    def marks(self) -> list[PoliceMark]:
        return self.parts.get(Group.POLICE_MARKS, [])


def authority_of(request, slug: str) -> Authority:
    """The authority of the address, where this person has any role that sees records.

    Raises:
        Http404: there is none, or its room is off, or they have no such role there.
    """
    rows = Authority.objects.filter(pk__in=people_of_room(request.user))
    return get_object_or_404(rows, slug=slug)


def opened(*, door: str, groups: frozenset[Group] | None = None) -> Callable:
    """Open one referral for a view; `groups` narrows what is loaded and noted."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def page(request, slug: str, pk, *args, **kwargs):
            authority = authority_of(request, slug)
            referral, sight = found_at(authority, request.user, pk)
            purpose = purpose_of(request, referral)
            if purpose is None:
                return _ask_purpose(request, slug, pk)
            wanted = sight.reads & (frozenset(Group) if groups is None else groups)
            with case_room(
                request, authority=authority, purpose=purpose, door=door, groups=wanted
            ) as room:
                shown = _loaded(referral, sight, room, wanted)
                return view(request, shown, *args, **kwargs)

        return page

    return decorate


def found_at(authority: Authority, user, pk) -> tuple[Referral, Sight]:
    """As `found`, and notes that somebody tried who had declared an interest in it.

    Raises:
        Http404: as for any that is not there, after as many statements.
    """
    try:
        with tenancy.of(authority):
            return found(user, pk)
    except Http404:
        services.note_try(authority, pk, by=user)
        raise


def found(user, pk) -> tuple[Referral, Sight]:
    """One referral that `user` may see today, and what of it. Raises Http404."""
    rows = Referral.objects.visible_to(user).with_sight_of(user)
    referral = get_object_or_404(rows.select_related("authority", "subject"), pk=pk)
    return referral, sight_of(user, referral)


def place_after(user, referral: Referral) -> Any:
    """The referral, or the queue where it is no longer this person's to see."""
    if Referral.objects.visible_to(user).filter(pk=referral.pk).exists():
        return referral
    return reverse("referrals:queue", args=[referral.authority.slug])


def purpose_of(request, referral: Referral) -> Purpose | None:
    """Why they look, as they said once in this session; None when it is still asked."""
    code = request.session.get(PURPOSES, {}).get(str(referral.pk))
    return Purpose(code) if code in Purpose.values else None


def say_purpose(request, referral: Referral, purpose: Purpose) -> None:
    said = request.session.get(PURPOSES, {})
    request.session[PURPOSES] = {**said, str(referral.pk): purpose.value}


def _ask_purpose(request, slug: str, pk):
    asked = reverse("referrals:purpose", args=[slug, pk])
    return redirect(f"{asked}?{urlencode({'next': request.get_full_path()})}")


def _loaded(referral: Referral, sight: Sight, room: OpenRoom, wanted) -> Opened:
    """Bring the parts in; groups that are not wanted are not even fetched."""
    shown = Opened(referral, sight, room)
    single: dict[Group, Callable[[], Any]] = {
        Group.IDENTITY: lambda: referral.subject,
        Group.ACCOUNT: lambda: referral.account,
        Group.CHARACTERISTICS: lambda: referral.subject.characteristics,
        Group.REFERRER: lambda: referral.referrer,
    }
    parts = {group: single[group]() for group in wanted & single.keys()}
    marks = list(referral.marks.all()) if Group.POLICE_MARKS in wanted else []
    room.show_all([referral, *parts.values(), *marks])
    shown.parts |= parts
    if Group.POLICE_MARKS in wanted:
        shown.parts[Group.POLICE_MARKS] = marks
    return shown
