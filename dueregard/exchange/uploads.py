"""How large a request with files may be, told before any of it is kept."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from .readers.limits import MEBIBYTE, TRAINING_LIMITS

# The largest file that any importer takes, and room for the fields beside it.
MOST = TRAINING_LIMITS.file + MEBIBYTE


class SizeHandler(FileUploadHandler):
    """Refuses what is larger than any importer takes; forms know their own limits."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        if content_length > MOST:
            raise RequestDataTooBig("The request is larger than any file may be.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
