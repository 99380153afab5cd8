"""Asking the key service. It holds the one key that opens ours, and we never see it.

    POST {KEY_SERVICE_URL}/wrap     {"context": "…", "plaintext": "base64"}
    POST {KEY_SERVICE_URL}/unwrap   {"context": "…", "ciphertext": "base64"}

Each answers 200 with JSON: `{"context": "…", "ciphertext": …}` or the same with
`plaintext`. The context names the version, and the answer must repeat it. Whatever else
comes back is refused. An opened key is kept in this process for KEY_SERVICE_SECONDS, so
that no page waits for the service inside a transaction; then it is asked for again.
"""

import base64
import http.client
import json
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from . import seals
from .errors import KeysUnavailable

CONNECT_SECONDS = 3
TOTAL_SECONDS = 10
LONGEST_ANSWER = 16 * 1024  # bytes
FAILURES_TO_OPEN = 3
OPEN_SECONDS = 15
MOST_KEPT = 4  # two while keys are changed


@dataclass
class _Breaker:
    """After three failures in a row nothing is asked for a quarter of a minute."""

    failures: int = 0
    until: float = 0.0


_breaker = _Breaker()
_kept: dict[tuple[int, bytes], tuple[bytes, float]] = {}
_lock = threading.Lock()


@sensitive_variables()
def unwrap(version: int, sealed: bytes, *, anew: bool = False) -> bytes:
    """The key that `wrap` was given for `version`.

    Raises:
        KeysUnavailable: the service is away, slow, or answered anything but a key.
    """
    kept, until = _kept.get((version, sealed), (b"", 0.0))
    if kept and not anew and time.monotonic() < until:
        return kept
    key = _asked("unwrap", version, "ciphertext", sealed, "plaintext")
    if len(key) != seals.KEY_BYTES:
        raise KeysUnavailable("The key service gave something that is no key.")
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[version, sealed] = (key, time.monotonic() + settings.KEY_SERVICE_SECONDS)
    return key


@sensitive_variables()
def wrap(version: int, key: bytes) -> bytes:
    """`key` as only the service can open it. Raises KeysUnavailable as `unwrap`."""
    sealed = _asked("wrap", version, "plaintext", key, "ciphertext")
    if len(sealed) <= len(key) or key in sealed:
        raise KeysUnavailable("The key service gave the key back in the clear.")
    return sealed


def forget() -> None:
    """Keep no key any longer, and ask again whatever went wrong before."""
    _kept.clear()
    _breaker.failures, _breaker.until = 0, 0.0


@sensitive_variables()
def _asked(act: str, version: int, given: str, value: bytes, wanted: str) -> bytes:
    context = f"due-regard/vault/{version}"
    question = {"context": context, given: base64.b64encode(value).decode()}
    if time.monotonic() < _breaker.until:
        raise KeysUnavailable("The key service did not answer a moment ago.")
    try:
        answer = json.loads(_posted(act, json.dumps(question).encode()))
        if answer["context"] != context:
            raise KeysUnavailable("The key service answered another question.")
        found = base64.b64decode(answer[wanted], validate=True)
    except (OSError, http.client.HTTPException) as error:
        _failed()
        raise KeysUnavailable("The key service cannot be reached.") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        _failed()
        raise KeysUnavailable("The key service's answer is not understood.") from error
    _breaker.failures = 0
    return found


def _failed() -> None:
    with _lock:
        _breaker.failures += 1
        if _breaker.failures >= FAILURES_TO_OPEN:
            _breaker.failures, _breaker.until = 0, time.monotonic() + OPEN_SECONDS


def _posted(act: str, body: bytes) -> bytes:
    """The answer's body, within the limits of time and size. Follows no redirect."""
    site = urlsplit(settings.KEY_SERVICE_URL)
    ends = time.monotonic() + TOTAL_SECONDS
    connection = _connection(site.scheme, site.hostname or "", site.port)
    try:
        connection.connect()
        headers = {"Content-Type": "application/json"}
        if settings.KEY_SERVICE_TOKEN:
            headers["Authorization"] = f"Bearer {settings.KEY_SERVICE_TOKEN}"
        connection.request("POST", f"{site.path}/{act}", body, headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise http.client.HTTPException(str(answer.status))
        return _read(connection, answer, ends)
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return http.client.HTTPSConnection(
            host, port, timeout=CONNECT_SECONDS, context=context
        )
    return http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)


def _read(
    connection: http.client.HTTPConnection,
    answer: http.client.HTTPResponse,
    ends: float,
) -> bytes:
    body = b""
    while True:
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock:
            connection.sock.settimeout(min(left, CONNECT_SECONDS))
        piece = answer.read1(LONGEST_ANSWER)
        if not piece:
            return body
        body += piece
        if len(body) > LONGEST_ANSWER:
            raise ValueError("The answer is too long.")
