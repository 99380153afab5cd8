"""What the service speaks to, on the loopback, each to be switched by a test.

    with fakes.mail_server() as server:
        server.habit = "hang"

Habits: "ok" does what the real one does; "refuse" says no; "hang" takes the call and
never answers; "garble" answers what nobody understands.
"""

from .identity_provider import identity_provider
from .key_service import key_service
from .mail_server import mail_server
from .scanner import scanner

HABITS = ("ok", "refuse", "hang", "garble")

__all__ = [
    "HABITS",
    "identity_provider",
    "key_service",
    "mail_server",
    "scanner",
]
