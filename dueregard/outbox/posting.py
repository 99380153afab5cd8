"""Sending the mails that are due: many over one connection, each answered for alone.

A crash can only repeat what was sent since the last note, half a second's worth, and a
repeat has the same Message-ID.
"""

import logging
import threading
import time
from collections import deque

from django.core.mail import get_connection
from django.db.models import Q

from . import faults, leases, mail
from .faults import Reach

logger = logging.getLogger(__name__)

MAILS = Q(kind=mail.KIND)
MOST_AT_ONCE = 50
MOST_ATTEMPTS = 20  # half a day: longer than a mail server is usually away
LONGEST_BATCH = 10.0  # seconds, so that what somebody waits for soon has its turn
NOTE_EVERY = 0.5


class Batch:
    """Mails in hand: still to be sent, sent, and failed but not yet noted as such.

    One thread sends; another may renew the leases or, in the end, give them back.
    """

    def __init__(self, held: list[leases.Lease]) -> None:
        self._to_send = deque(held)
        self._in_hand: leases.Lease | None = None
        self._sent: list[leases.Lease] = []
        self._failed: list[tuple[leases.Lease, Exception]] = []

    def held(self) -> list[leases.Lease]:
        """What we still have to answer for."""
        in_hand = [self._in_hand] if self._in_hand else []
        failed = [lease for lease, _ in self._failed]
        return [*self._to_send, *in_hand, *self._sent, *failed]

    def send(self, stop: threading.Event) -> None:
        """Send until all are sent, time is up, `stop` is set or the line breaks."""
        connection = get_connection()
        try:
            connection.open()
        except Exception as error:  # whatever a mail server answers
            self._fail_all(error)
            return
        try:
            self._send_over(connection, stop)
        finally:
            _close(connection)

    def note(self) -> None:
        """Answer for what was sent or failed so far, in one transaction."""
        sent, failed = list(self._sent), list(self._failed)
        if not sent and not failed:
            return
        lost = leases.answer(sent, failed, most=MOST_ATTEMPTS)
        del self._sent[: len(sent)], self._failed[: len(failed)]
        if lost:
            logger.warning("%s mails were taken up by another worker.", lost)
        for lease, error in failed:
            logger.error(
                "Mail %s failed (try %s): %s",
                lease.job_id,
                lease.attempts,
                faults.code_of(error),
            )

    def give_back(self) -> None:
        """Give back what was not sent, untouched."""
        rest = [*self._to_send, *([self._in_hand] if self._in_hand else [])]
        leases.give_back(rest)
        self._to_send.clear()

    def _send_over(self, connection, stop: threading.Event) -> None:
        begun = noted = time.monotonic()
        while self._to_send and not stop.is_set():
            self._in_hand = lease = self._to_send.popleft()
            try:
                mail.send(lease.payload, over=connection, again=lease.fence > 1)
                self._sent.append(lease)
            except Exception as error:  # a mail of any kind must not stop the rest
                self._failed.append((lease, error))
                self._in_hand = None
                if not self._goes_on_after(error):
                    return
            self._in_hand = None
            now = time.monotonic()
            if now - begun > LONGEST_BATCH:
                return
            if now - noted > NOTE_EVERY:
                self.note()
                noted = now

    def _goes_on_after(self, error: Exception) -> bool:
        reach = faults.reach(error)
        if reach is Reach.SERVER:
            self._fail_all(error)
        return reach is Reach.MAIL

    def _fail_all(self, error: Exception) -> None:
        while self._to_send:
            self._failed.append((self._to_send.popleft(), error))


def _close(connection) -> None:
    """What was sent was sent, however the server takes the goodbye."""
    try:
        connection.close()
    except Exception as error:
        logger.warning("The mail server did not say goodbye: %s", type(error).__name__)
