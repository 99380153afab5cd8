"""Somebody who fills in the public form and does not give up when the service breaks.

Each page is sent with the key that it came with, again and again until it is answered:
what a browser's “try again” does.
"""

import http.client
import re
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from dueregard.referrals.tests.filling import ANSWERS

PATIENCE = 60.0  # seconds in which a service that was killed must answer again
BROKEN = (urllib.error.URLError, http.client.HTTPException, ConnectionError, OSError)
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')
REFERENCE = re.compile(r"R-[0-9A-Z]{4}-[0-9A-Z]{4}")


class Stranger:
    """A browser without script. `tries` counts what had to be sent more than once."""

    def __init__(self, url: str) -> None:
        self._jar = CookieJar()
        kept = urllib.request.HTTPCookieProcessor(self._jar)
        self._browser = urllib.request.build_opener(kept)
        self._url, self.tries, self._has_sent = url, 0, False
        self.place = self.page = ""

    def refer(self, authority: str = "marlbrook", **steps: dict[str, str]) -> str:
        """Fill in the whole form and send it; the reference on the receipt."""
        self.fill(authority, **steps)
        return self.send()

    def fill(self, authority: str = "marlbrook", **steps: dict[str, str]) -> None:
        """Answer every page, up to the one that sends it; after the first time only
        those about the next person, of whom the same is said."""
        answers = ANSWERS | steps
        if self._has_sent:
            self.get("/refer/form/person/")
        else:
            self.get("/refer/area/")
            self.post({"area": authority})
        while self.place != "/refer/check/":
            self.post(answers[self.place.rstrip("/").rpartition("/")[2]])

    def send(self) -> str:
        self.post({"another": "yes"})
        self._has_sent = True
        found = REFERENCE.search(self.page)
        assert found, f"{self.place} shows no receipt"
        return found.group()

    def get(self, path: str) -> None:
        self._ask(path, None)

    def post(self, answers: dict[str, str]) -> None:
        """Send the form of the page on which one is."""
        hidden = dict(HIDDEN.findall(self.page))
        self._ask(self.place, urlencode(hidden | answers).encode())

    def cookies(self) -> str:
        """What this browser sends with each request."""
        return "; ".join(f"{each.name}={each.value}" for each in self._jar)

    def _ask(self, path: str, body: bytes | None) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._browser.open(f"{self._url}{path}", body, timeout=30)
                self.page = answer.read().decode()
                self.place = answer.url.removeprefix(self._url).partition("?")[0]
                return
            except BROKEN as fault:
                code = getattr(fault, "code", 503)
                assert code in (500, 502, 503), f"{path} answered {code}"
                assert time.monotonic() < until, f"{path} was never answered: {fault}"
                self.tries += 1
                time.sleep(0.05)
