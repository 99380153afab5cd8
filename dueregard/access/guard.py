"""What no browser sends, put right before Django reads it.

Django trips over each of these outside its own error handling, or in the database, so
that the client would get a bare error of the server and the log what they sent.
"""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]

NUL_IN_A_COOKIE = "\\000"


def guarded(application: Application) -> Application:
    """`application`, asked in UTF-8 whatever the request claims, and without NULs.

    A charset such as "hex" is a codec of Python but not of text. A cookie's value may
    spell out a NUL, which PostgreSQL takes in no text: such cookies are not ours, and
    the request goes on without any.
    """

    def guard(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if "charset" in kind.lower():
            environ["CONTENT_TYPE"] = _without_charset(kind)
        if NUL_IN_A_COOKIE in environ.get("HTTP_COOKIE", ""):
            del environ["HTTP_COOKIE"]
        return application(environ, start_response)

    return guard


def _without_charset(kind: str) -> str:
    parts = kind.split(";")
    return ";".join(
        part for part in parts if not part.strip().lower().startswith("charset")
    )
