"""What no browser sends, put right before Django reads it.

Django trips over each of these outside its own error handling, or in the database, so
that the client would get a bare error of the server and the log what they sent.
"""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]

NUL_IN_A_COOKIE = "\\000"
MOST_READ_TO_NO_END = 16 * 1024 * 1024


def guarded(application: Application) -> Application:
    """`application`, asked in UTF-8 whatever the request claims, and without NULs.

    A charset such as "hex" is a codec of Python but not of text. A cookie's value may
    spell out a NUL, which PostgreSQL takes in no text: such cookies are not ours, and
    the request goes on without any. What was refused unread is read to its end, up to
    a limit: a browser that still sends when we hang up shows no page at all.
    """

    def guard(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if "charset" in kind.lower():
            environ["CONTENT_TYPE"] = _without_charset(kind)
        if NUL_IN_A_COOKIE in environ.get("HTTP_COOKIE", ""):
            del environ["HTTP_COOKIE"]
        answer = application(environ, start_response)
        _read_to_the_end(environ)
        return answer

    return guard


def _read_to_the_end(environ: dict[str, Any]) -> None:
    length = environ.get("CONTENT_LENGTH") or "0"
    left = min(int(length) if length.isdecimal() else 0, MOST_READ_TO_NO_END)
    try:
        while left > 0:
            chunk = environ["wsgi.input"].read(min(left, 64 * 1024))
            if not chunk:
                break
            left -= len(chunk)
    except OSError:
        return  # They hung up first.


def _without_charset(kind: str) -> str:
    parts = kind.split(";")
    return ";".join(
        part for part in parts if not part.strip().lower().startswith("charset")
    )
