"""Serving a file: as a download, never as a page (C-FILE2)."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from dueregard import store
from dueregard.access.refusals import NotNow

from .. import services
from ..models import FileVersion
from .doors import document_or_404

CLOSED = "sandbox; default-src 'none'"


@require_safe
def file_download(request, pk: int, number: int):
    """The file; of a picture, the copy for viewing."""
    version = _version_or_404(request, pk, number)
    services.note_download(version, by=request.user)
    return served(version, version.viewing_name or version.stored_name)


@require_safe
def file_original(request, pk: int, number: int):
    """The file as it came, with what a picture says of place and time."""
    version = _version_or_404(request, pk, number)
    services.note_download(version, by=request.user, original=True)
    return served(version, version.stored_name)


def _version_or_404(request, pk: int, number: int) -> FileVersion:
    document = document_or_404(request, pk)
    return get_object_or_404(
        document.versions.select_related("document__authority"), number=number
    )


def served(version: FileVersion, name: str) -> FileResponse:
    """The bytes as an attachment of the type that the check found.

    Raises:
        NotNow: they are not on the disk any more.
    """
    try:
        stream = store.path(name, store.DOCUMENTS).open("rb")
    except FileNotFoundError:
        raise NotNow(
            "This file is missing from the place for files. Tell whoever runs this "
            "service."
        ) from None
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=version.file_name,
        content_type=version.content_type,
    )
    response.headers["Content-Security-Policy"] = CLOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
