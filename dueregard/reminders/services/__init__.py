"""Owing something, having done it, chasing it, and saying how one wants to hear."""

from .chasing import send_escalations
from .climbing import plan_escalations
from .digests import send_digests
from .hearing import choose_mail, make_feed, revoke_feed
from .ladder import hold, release, set_ladder
from .leaving import count_tasks_of, hand_over_tasks
from .tasks import Owed, close_tasks, owe
from .telling import tell

__all__ = [
    "Owed",
    "choose_mail",
    "close_tasks",
    "count_tasks_of",
    "hand_over_tasks",
    "hold",
    "make_feed",
    "owe",
    "plan_escalations",
    "release",
    "revoke_feed",
    "send_digests",
    "send_escalations",
    "set_ladder",
    "tell",
]
