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

PATIENCE = 180.0  # seconds in which what was killed must answer again, on any machine
FIRST_WAIT, LONGEST_WAIT = 0.05, 0.8  # seconds before somebody tries again
BROKEN = (http.client.HTTPException, OSError)
FORM, BOUNDARY = "application/x-www-form-urlencoded", "zzboundaryzz"
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

    def try_to_send(self) -> tuple[int, str]:
        """Send once, whatever comes of it: the status of the answer, and its page."""
        hidden = dict(HIDDEN.findall(self.page))
        body = urlencode(hidden | {"another": "yes"}).encode()
        return self.once("/refer/check/", body)

    def attach(self, content: bytes) -> tuple[int, str]:
        """Add a text file on the page for files, once, and go to the last page."""
        self.get("/refer/files/")
        parts = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            f"{said}\r\n"
            for name, said in HIDDEN.findall(self.page)
        )
        parts += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
            'filename="wall.txt"\r\nContent-Type: text/plain\r\n\r\n'
        )
        body = parts.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.once("/refer/files/", body, kind)

    def get(self, path: str) -> None:
        self._ask(path, None)

    def post(self, answers: dict[str, str]) -> None:
        """Send the form of the page on which one is."""
        hidden = dict(HIDDEN.findall(self.page))
        self._ask(self.place, urlencode(hidden | answers).encode())

    def cookies(self) -> str:
        """What this browser sends with each request."""
        return "; ".join(f"{each.name}={each.value}" for each in self._jar)

    def once(self, path: str, body: bytes | None, kind: str = FORM) -> tuple[int, str]:
        """Ask, and take the answer as it is: its status and page. The browser stands on
        that page unless it is of an error."""
        headers = {"Content-Type": kind} if body is not None else {}
        request = urllib.request.Request(f"{self._url}{path}", body, headers)
        try:
            answer = self._browser.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        self.page = answer.read().decode()
        self.place = answer.url.removeprefix(self._url).partition("?")[0]
        return answer.status, self.page

    def _ask(self, path: str, body: bytes | None) -> None:
        until, wait = time.monotonic() + PATIENCE, FIRST_WAIT
        while True:
            try:
                code, _ = self.once(path, body)
            except BROKEN:  # it hung up, or nobody is there
                code = 503
            if code == 200:
                return
            assert code == 503, f"{path} answered {code}"
            assert time.monotonic() < until, f"{path} was never answered"
            self.tries += 1
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
