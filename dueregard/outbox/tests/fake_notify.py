"""GOV.UK Notify as far as we use it, on the loopback."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "tests-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-000000000002"
TEMPLATE = "00000000-0000-4000-8000-000000000003"


class FakeNotify(ThreadingHTTPServer):
    """Takes mails; `answers(address)` says with which status."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: list[dict] = []
        self.asked_for: list[str] = []
        self.answers = lambda address: 201
        self.is_silent = threading.Event()
        self.may_go_on = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        [reference] = parse_qs(urlsplit(self.path).query)["reference"]
        self.server.asked_for.append(reference)
        known = [mail for mail in self.server.taken if mail["reference"] == reference]
        self.answer(200, {"notifications": known, "links": {}})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = json.loads(self.rfile.read(length))
        if self.server.is_silent.is_set():
            self.server.may_go_on.wait(10)
            return
        status = self.server.answers(asked["email_address"])
        if status == 201:
            self.server.taken.append(asked | {"sent_by": self.headers["Authorization"]})
        errors = [{"error": "Refused", "message": f"{asked['email_address']} refused"}]
        self.answer(status, {"id": "1"} if status == 201 else {"errors": errors})

    def answer(self, status: int, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[FakeNotify]:
    with FakeNotify() as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        try:
            yield server
        finally:
            server.may_go_on.set()
            server.shutdown()
            serving.join()
