"""A file whose upload is given up, or whose process is killed, leaves no clear bytes.

The whole folder of the service, its temporary folder with it, is searched again and
again while the bytes come in (I24, C-FILE4).
"""

import http.client
import os
import re
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from . import services
from .strangers import HIDDEN, Stranger
from .web_workers import web_workers

CANARY = b"zqabandonedqz lies in a file that never arrived. "
PIECE = CANARY * 5_000  # about 250 kB
PIECES, SENT, LOOKS = 16, 14, 3
BOUNDARY = "zzboundaryzz"
FIELD = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'


@pytest.fixture(scope="module")
def watched(rehearsed, tmp_path_factory):
    """A service that keeps all it writes below one folder, and that folder."""
    folder = tmp_path_factory.mktemp("watched")
    with rehearsed.copy(folder) as (environment, owner):
        (folder / "temp").mkdir()
        environment["TMPDIR"] = str(folder / "temp")
        with services.serving(environment, owner, folder) as service:
            yield service, folder


@pytest.mark.short
@pytest.mark.parametrize("ending", ["given up", "killed"])
def test_what_came_of_a_file_is_nowhere_in_the_clear(watched, ending):
    server, folder = watched
    stranger = Stranger(server.url)
    stranger.fill()
    stranger.get("/refer/files/")
    connection = begin_upload(server, stranger)
    for _ in range(SENT):
        connection.send(PIECE)
        assert lying_in(folder) == []
    if ending == "killed":
        for pid in web_workers(server):
            os.kill(pid, signal.SIGKILL)
    else:
        connection.close()
    for _ in range(LOOKS):
        time.sleep(0.1)
        assert lying_in(folder) == []
    assert not list(folder.glob("files/referral*/*"))
    assert re.fullmatch(r"R-\w{4}-\w{4}", sent_without_it(stranger))
    assert lying_in(folder) == []


def begin_upload(server, stranger) -> http.client.HTTPConnection:
    """The head of an upload of four megabytes, of which the last never come."""
    before = "".join(
        FIELD.format(BOUNDARY, name, said)
        for name, said in HIDDEN.findall(stranger.page)
    )
    before += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
        'filename="wall.txt"\r\nContent-Type: text/plain\r\n\r\n'
    )
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.putrequest("POST", "/refer/files/")
    length = len(before) + PIECES * len(PIECE)
    connection.putheader("Content-Length", str(length))
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    connection.putheader("Content-Type", kind)
    connection.putheader("Cookie", stranger.cookies())
    connection.endheaders()
    connection.send(before.encode())
    return connection


def lying_in(folder: Path) -> list[str]:
    """Files that hold the canary."""
    found = []
    for path in folder.rglob("*"):
        try:
            if path.is_file() and CANARY in path.read_bytes():
                found.append(str(path))
        except OSError:  # it went while we looked
            continue
    return found


def sent_without_it(stranger) -> str:
    stranger.get("/refer/check/")
    return stranger.send()
