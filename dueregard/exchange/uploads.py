"""How large a request with files may be, told before any of it is kept.

A view that takes files says so: `@takes_files(most)`. Every other one is sent none, so
its requests may be a mebibyte, like those without files.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
)
from django.urls import Resolver404, resolve

from .readers.limits import MEBIBYTE

# What may come above the largest file that is taken, so that the form is reached and
# says with its own words that the file is too large; and the fields beside it.
ROOM = 45 * MEBIBYTE


def takes_files(most: Callable[..., int]) -> Callable:
    """A view that is sent files. `most` gives the bytes of the largest that it takes.

    It is asked with what the address names, such as the code of an importer.
    """

    def mark(view: Callable) -> Callable:
        view.takes_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def never_on_disk(view: Callable) -> Callable:
    """A view whose files are held in memory until it has sealed them (C-FILE4)."""
    view.is_never_on_disk = True  # type: ignore[attr-defined]
    return view


class SizeHandler(FileUploadHandler):
    """Refuses what is larger than its view takes; forms know their own limits."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        if content_length > most_of(self.request):
            raise RequestDataTooBig("The request is larger than this page takes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class MemoryOnlyHandler(MemoryFileUploadHandler):
    """Keeps what is sent to a view that is `never_on_disk` out of the temporary
    folder, however large; `SizeHandler` has set the limit."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        match = _match_of(self.request)
        view = getattr(match, "func", None)
        self.activated = getattr(view, "is_never_on_disk", False)


def most_of(request: Any) -> int:
    """Bytes that the view of `request` takes; where there is none, the least."""
    match = _match_of(request)
    if match is None:
        return MEBIBYTE
    most = getattr(match.func, "takes_bytes", None)
    return most(**match.kwargs) + ROOM if most else MEBIBYTE


def _match_of(request: Any) -> Any:
    """Which view is asked, or None."""
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None
