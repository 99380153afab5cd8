"""How large a request with files may be, told before any of it is kept.

A view that takes files says so: `@takes_files(most)`. Every other one is sent none, so
its requests may be a mebibyte, like those without files.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
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


def most_of(request: Any) -> int:
    """Bytes that the view of `request` takes; where there is none, the least."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return MEBIBYTE
    most = getattr(match.func, "takes_bytes", None)
    return most(**match.kwargs) + ROOM if most else MEBIBYTE
