"""A file arrives."""

import unicodedata
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dueregard import store
from dueregard.audit import services as audit
from dueregard.exchange.events import UploadEvent
from dueregard.exchange.importers import Importer
from dueregard.exchange.models import Upload

from .reading import ask_to_read


def receive(
    importer: Importer, *, authority, by, file: UploadedFile, options: dict[str, Any]
) -> Upload:
    """Keep `file` and have it read: after the commit when small, else by the worker.

    The bytes are on the disk before the row that names them. A file that cannot be
    read leaves a refused upload with the sentence, and no bytes.

    Raises:
        NotAllowed: `by` may not use this importer for `authority`.
    """
    importer.may_use(by, authority)
    stored = store.keep(file.chunks(), limit=importer.limits.file)
    try:
        return _received(
            importer,
            stored,
            authority=authority,
            by=by,
            name=file.name,
            options=options,
        )
    except BaseException:
        store.remove(stored.name)
        raise


@audit.atomic
def _received(
    importer: Importer, stored: store.Stored, *, authority, by, name, options
) -> Upload:
    upload = Upload.objects.create(
        authority=authority,
        person=by,
        importer=importer.code,
        file_name=plain_name(name or ""),
        stored_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        options=options,
    )
    audit.record(
        UploadEvent.RECEIVED,
        upload,
        by=by,
        importer=importer.code,
        sha256=stored.sha256,
        size=stored.size,
    )
    ask_to_read(upload)
    return upload


def plain_name(name: str) -> str:
    """The file's name without folders; what cannot be seen shows as a box.

    Control, direction and other invisible characters could make a name look like
    another (security.md I07).
    """
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(
        "\N{WHITE SQUARE}" if unicodedata.category(c)[0] == "C" else c for c in last
    )
    return shown[-200:] or "file"
