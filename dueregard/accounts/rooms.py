"""Rooms as other apps ask about them: a switched-off room answers 404 everywhere."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from dueregard.access.rooms import Room

from .models import RoomSwitch


def room_is_on(room: Room, authority: str = "authority") -> Exists:
    """A condition for querysets: the row's authority has `room` switched on.

    `authority` is the path from the row to its authority:
    `Plan.objects.filter(room_is_on(Room.PLAN))`.
    """
    return Exists(RoomSwitch.objects.filter(authority=OuterRef(authority), room=room))


def authorities_with(*rooms: Room) -> Q:
    """A condition on authorities: those that have one of `rooms` switched on."""
    return Q(pk__in=RoomSwitch.objects.filter(room__in=rooms).values("authority"))


def room_required(room: Room) -> Callable:
    """A view of `room`: 404 for whoever serves no authority that has it on.

    Rows of one authority need `room_is_on` besides, for people who serve two.
    """

    def decorator(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if request.user.is_authenticated and room not in request.user.rooms():
                raise Http404
            return view(request, *args, **kwargs)

        return wrapped

    return decorator
