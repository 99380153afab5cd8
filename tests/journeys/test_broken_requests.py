"""Requests that no browser sends, to the real web server."""

import http.client
import os
import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from dueregard.referrals.tests.filling import ANSWERS

from .strangers import HIDDEN, Stranger
from .web_workers import web_workers

pytestmark = pytest.mark.short
CANARY = "canary-9c1e"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = "a" * 32
MEBIBYTE = 1024 * 1024
SEEN = "/refer/form/seen/"
JSON = {"Content-Type": "application/json"}
PARTS = {"Content-Type": "multipart/form-data; boundary=zz"}
PART = '--zz\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
MOST_MEMORY, MOST_SECONDS = 50 * MEBIBYTE, 1.0  # of a worker, for one request


@pytest.fixture
def ask(server):
    """Send a request and read its whole answer; then the service answers as ever."""
    host = urlsplit(server.url).netloc

    def send(method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(host, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    yield send
    assert send("GET", "/")[0] == 200
    log = Path(server.environment["DATA_DIR"]) / "log"
    assert CANARY not in log.read_text()


@pytest.mark.parametrize("path", ["/accounts/login/", "/plans/", "/nowhere/"])
def test_five_mebibytes_of_text_are_answered_and_not_read(ask, path):
    headers = {**FORM, "Cookie": f"csrf={TOKEN}"}
    status, page = ask("POST", path, "words=" + CANARY * (5 * MEBIBYTE // 11), headers)
    assert status in {400, 403, 404}
    assert "reference" in page


def test_ten_thousand_fields_are_refused(ask):
    headers = {**FORM, "Cookie": f"csrf={TOKEN}"}
    body = "&".join(f"{CANARY}{number}=1" for number in range(10_000))
    status, page = ask("POST", "/accounts/login/", body, headers)
    assert status == 400
    assert "reference" in page


def test_a_header_of_a_mebibyte_is_refused(ask):
    status, _ = ask("GET", "/", headers={"X-Long": CANARY * 100_000})
    assert status in {400, 431}


@pytest.mark.parametrize("charset", ["hex", "undefined", "utf-16", CANARY])
def test_a_charset_that_is_none_is_read_as_utf_8(ask, charset):
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    assert ask("GET", f"/?words={CANARY}", headers=kind)[0] == 200
    body = f'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n{CANARY}\r\n--x--'
    status, _ = ask("POST", "/accounts/login/", body, {**kind, "Cookie": "csrf=x"})
    assert status == 403


def test_a_cookie_that_spells_a_nul_is_nobody_s_session(ask):
    cookie = {"Cookie": f'session="\\000{CANARY}"; csrf="\\000{CANARY}"'}
    assert ask("GET", "/plans/", headers=cookie)[0] == 302
    assert ask("GET", "/", headers=cookie)[0] == 200


@pytest.mark.parametrize("path", ["/%00", "/plans/%ff%fe/", "/%2e%2e/%2e%2e/keys.json"])
def test_a_path_of_no_text_is_not_found(ask, path):
    status, page = ask("GET", path + "?" + CANARY)
    assert status == 404
    assert "reference" in page


@pytest.fixture(scope="module")
def writer(server):
    """Somebody who stands on the page that asks what was seen."""
    stranger = Stranger(server.url)
    stranger.fill()
    stranger.get(SEEN)
    return stranger


def memory(server) -> dict[int, int]:
    """The most that each process that answers ever held, in bytes."""
    said = {pid: Path(f"/proc/{pid}/status").read_text() for pid in web_workers(server)}
    peaks = {pid: re.search(r"VmHWM:\s+(\d+) kB", text) for pid, text in said.items()}
    return {pid: int(peak.group(1)) * 1024 for pid, peak in peaks.items() if peak}


def seconds(server) -> float:
    """The time of a processor that those that answer took so far."""
    times = [
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        for pid in web_workers(server)
    ]
    return sum(int(each) for pair in times for each in pair) / os.sysconf("SC_CLK_TCK")


def narrative(hidden: dict[str, str]) -> str:
    return urlencode(hidden | {"did_or_said": CANARY * (5 * MEBIBYTE // 11)})


def parts(hidden: dict[str, str]) -> str:
    fields = hidden | {"did_or_said": CANARY * (5 * MEBIBYTE // 11)}
    return "".join(PART.format(*field) for field in fields.items()) + "--zz--\r\n"


def fields(hidden: dict[str, str]) -> str:
    return urlencode(hidden | {f"{CANARY}{each}": "1" for each in range(10_000)})


def nested(hidden: dict[str, str]) -> str:
    return "[" * 500_000 + f'"{CANARY}"' + "]" * 500_000


LARGE = {
    "five mebibytes of narrative": (narrative, SEEN, FORM, {400, 413}),
    "the same in parts": (parts, SEEN, PARTS, {400, 413}),
    "the same where files are taken": (parts, "/refer/files/", PARTS, {400, 413}),
    "ten thousand fields": (fields, SEEN, FORM, {400, 413}),
    "JSON a million brackets deep": (nested, SEEN, JSON, {400, 403, 413}),
}


@pytest.mark.parametrize("what", LARGE)
def test_the_public_form_refuses_what_nobody_writes_and_goes_on(
    ask, server, writer, what
):
    made, path, kind, refused = LARGE[what]
    body = made(dict(HIDDEN.findall(writer.page)))
    before, began = memory(server), seconds(server)
    status, page = ask("POST", path, body, {**kind, "Cookie": writer.cookies()})
    assert status in refused
    assert "reference" in page
    assert seconds(server) - began < MOST_SECONDS
    after = memory(server)
    assert all(after[pid] - before[pid] < MOST_MEMORY for pid in before)
    goes_on(writer)


def test_the_public_form_refuses_a_header_of_a_mebibyte_and_goes_on(ask, writer):
    long = {"X-Long": CANARY * 100_000, "Cookie": writer.cookies()}
    assert ask("GET", SEEN, headers=long)[0] in {400, 431}
    goes_on(writer)


def goes_on(writer) -> None:
    """The next answer is taken, and nothing of what went before is lost."""
    writer.get(SEEN)
    assert ANSWERS["seen"]["did_or_said"] in writer.page
    writer.post(ANSWERS["seen"])
    assert writer.place != SEEN
    writer.get(SEEN)
