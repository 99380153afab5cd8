"""Getting the row is the first check: what you may not see is missing."""

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404

from dueregard.exchange import importers
from dueregard.exchange.models import Upload
from dueregard.exchange.rules import may_import


def upload_or_404(request, pk: int) -> Upload:
    """The upload, for somebody who may use its importer.

    Raises:
        Http404: another authority's, or its room is switched off.
        NotAllowed: this person serves the authority in another role.
    """
    uploads = Upload.objects.visible_to(request.user).select_related(
        "authority", "person", "confirmed_by"
    )
    upload = get_object_or_404(uploads, pk=pk)
    _importer_or_404(upload.importer, upload.authority)
    may_import(request.user, upload)
    return upload


def importer_or_404(request, authority: str, importer: str):
    """The authority and the importer that an address names.

    Raises:
        Http404: not an authority that this person serves, no such importer, or its
            room is switched off.
        NotAllowed: this person serves the authority in another role.
    """
    authorities = apps.get_model("accounts.Authority").objects
    found = get_object_or_404(authorities.visible_to(request.user), slug=authority)
    kind = _importer_or_404(importer, found)
    kind.may_use(request.user, found)
    return found, kind


def _importer_or_404(code: str, authority) -> importers.Importer:
    try:
        importer = importers.get(code)
    except KeyError as error:
        raise Http404("No such importer.") from error
    if importer.room and not authority.has_room(importer.room):
        raise Http404("The room is switched off.")
    return importer
