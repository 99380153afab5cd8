"""How an address of this room is written: missing where the room is switched off."""

from django.urls import URLPattern, path

from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_required

in_room = room_required(Room.TRAINING)


def at(route: str, view, name: str) -> URLPattern:
    return path(route, in_room(view), name=name)
