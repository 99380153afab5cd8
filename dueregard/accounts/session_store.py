"""Sessions in the database as Django keeps them, but for one answer.

When a session cannot be saved Django believes that somebody ended it and answers 400,
whatever the reason. A database that is away is said to be away: the page is 503, and
whoever sends again finds everything as it was.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from dueregard.access.views import DATABASE_AWAY


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        """Raises OperationalError or InterfaceError: the database is away."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, DATABASE_AWAY):
                raise error.__context__ from None
            raise
