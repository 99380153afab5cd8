"""A small client that keeps its connection and its cookies, and times each answer."""

import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Answer:
    """What came back; times in milliseconds from sending the request."""

    status: int
    body: bytes
    first_byte: float
    total: float
    headers: dict[str, str]


@dataclass
class Client:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None
    _used: float = 0

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, answers: dict[str, str]) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(answers), kind)

    def hidden(self, path: str) -> dict[str, str]:
        """What the form at `path` carries unseen."""
        page = self.get(path).body.decode()
        return {
            name: value.replace("&quot;", '"') for name, value in HIDDEN.findall(page)
        }

    def _connect(self) -> None:
        """Keep the connection unless the server may be about to close it (2 s)."""
        if self._connection and time.monotonic() - self._used < 1:
            return
        if self._connection:
            self._connection.close()
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, 60)
        self._connection.connect()

    def _ask(self, method: str, path: str, body, headers) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": f"localhost:{self.port}", "Cookie": cookies} | headers
        self._connect()
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        self._used = time.monotonic()
        start_of_body = response.read(1)
        first = time.perf_counter()
        rest = start_of_body + response.read()
        ended = time.perf_counter()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(
            response.status,
            rest,
            (first - started) * 1000,
            (ended - started) * 1000,
            dict(response.headers),
        )


def good(answer: Answer) -> Answer:
    """`answer`, if it is a page; the bench ends otherwise."""
    if answer.status != 200:
        raise SystemExit(f"A page answered {answer.status}.")
    return answer
