"""Requests that no browser sends, to the real web server."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.short
CANARY = "canary-9c1e"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = "a" * 32
MEBIBYTE = 1024 * 1024


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
