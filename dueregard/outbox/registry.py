"""Which function does which kind of job. An app declares its own in its `jobs.py`:

    @job("accounts.expiry", every=timedelta(days=1))
    def end_memberships(payload: dict) -> None: ...

A job runs in one audited transaction with the note that it is done, so its effects
happen once. One that calls out (`calls_out=True`) runs without a transaction and may
happen again after a crash: it must be safe to repeat.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dueregard import clock

DAY = timedelta(days=1)
MAIL = "outbox.mail"  # the one kind without a function: mails go many at a time


@dataclass(frozen=True)
class Handler:
    kind: str
    run: Callable[[dict], None]
    every: timedelta | None
    calls_out: bool

    @property
    def title(self) -> str:
        """What it does, as an administrator reads it: its function's first line."""
        text = (self.run.__doc__ or self.kind).strip()
        return text.splitlines()[0].removesuffix(".")

    def period(self) -> str:
        """The key of the period that we are in: a day in London, or a span of UTC."""
        if self.every == DAY:
            return clock.today().isoformat()
        span = self.every or DAY
        begun = datetime(1970, 1, 1, tzinfo=UTC)
        return (begun + (clock.now() - begun) // span * span).isoformat()


_handlers: dict[str, Handler] = {}


def job(
    kind: str, *, every: timedelta | None = None, calls_out: bool = False
) -> Callable:
    """Register the decorated function, which takes the payload, for `kind`.

    `every` also has the worker run it once in each such span, with an empty payload.

    Raises:
        ValueError: the kind has a function already.
    """

    def register(function: Callable[[dict], None]) -> Callable[[dict], None]:
        if kind in _handlers:
            raise ValueError(f"The job {kind} is declared twice.")
        _handlers[kind] = Handler(kind, function, every, calls_out)
        return function

    return register


def find(kind: str) -> Handler | None:
    return _handlers.get(kind)


def title_of(kind: str) -> str:
    """What a job of this kind does, as an administrator reads it."""
    if kind == MAIL:
        return "Send a mail"
    handler = find(kind)
    return handler.title if handler else kind


def recurring() -> list[Handler]:
    return [handler for handler in _handlers.values() if handler.every]
