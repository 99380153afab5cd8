"""A mail server whose habits can be changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from dueregard.outbox.tests import smtp


class MailServer:
    """`received` are the Message-IDs that it took; `letters` how often it was asked."""

    def __init__(self, sink: smtp.Sink) -> None:
        self._sink = sink
        self.habit = "ok"

    @property
    def port(self) -> int:
        return self._sink.port

    @property
    def received(self) -> list[str]:
        return self._sink.received

    @property
    def habit(self) -> str:
        return self._habit

    @habit.setter
    def habit(self, habit: str) -> None:
        answers = {"refuse": "421 go away", "garble": "\x00\x01 what?"}
        answer = answers.get(habit, "250 yes")
        self._habit = habit
        self._sink.is_silent = habit == "hang"
        self._sink.on_sender = lambda: answer
        self._sink.on_letter = lambda number: answer

    def settings(self) -> dict[str, object]:
        """What sends the service's mail here; it waits for 0.3 s."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_USE_TLS": False,
            "EMAIL_TIMEOUT": 0.3,
        }


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with smtp.running() as sink:
        yield MailServer(sink)
