"""Authorities, organisations, people, and what people do for an authority."""

from .authority import Authority, RoomSwitch
from .held_post import HeldPost
from .invitation import Invitation
from .membership import Membership
from .organisation import Organisation
from .person import Person

__all__ = [
    "Authority",
    "HeldPost",
    "Invitation",
    "Membership",
    "Organisation",
    "Person",
    "RoomSwitch",
]
