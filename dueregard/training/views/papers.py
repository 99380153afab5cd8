"""What is taken out of a session on paper: the sign-in sheet, and certificates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from dueregard.access.refusals import NotNow

from .. import services
from ..certificates.certificate import in_groups
from ..certificates.pdf import as_pdf
from ..forms.certificate import CertificateCodeForm
from ..models import Place, Session
from ..printing.pdf import pdf_of
from ..printing.sheet import sheet_of
from ..readers import NAME_READERS
from ..rules import may_run
from .doors import authority_or_404, place_or_404, session_or_404

NOBODY = "Nobody has been noted as being at this session yet."


@require_safe
def sheet(request, pk: int):
    row = session_or_404(request, pk)
    may_run(request.user, row)
    made = sheet_of(row, _coming(row), by=request.user)
    first = len(made["people"]) + 1
    spare = range(first, first + made["spare"])
    page = {"session": row, "sheet": made, "spare_numbers": spare}
    return render(request, "training/sessions/sheet.html", page)


@require_safe
def sheet_file(request, pk: int):
    row = session_or_404(request, pk)
    may_run(request.user, row)
    made = sheet_of(row, _coming(row), by=request.user)
    people = len(made["people"])
    services.record_paper(row, part="sheet", places=people, by=request.user)
    day = timezone.localdate(row.starts_at)
    name = f"{slugify(str(row.course))}-{day:%Y-%m-%d}-sign-in-sheet.pdf"
    return HttpResponse(
        pdf_of(made),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _coming(row: Session):
    places = row.places.coming().select_related("organisation")
    return places.order_by("name", "pk")


@require_safe
def certificates(request, pk: int):
    """One PDF with the certificate of everybody who was there and whose name the
    reader may see."""
    row = session_or_404(request, pk)
    places = Place.objects.visible_to(request.user).filter(session=row)
    attended = list(_with_certificate(places).order_by("name", "pk"))
    if not attended:
        raise NotNow(NOBODY)
    return _taken_out(request, row, attended)


@require_safe
def certificate(request, pk: int):
    place = place_or_404(request, pk)
    row = session_or_404(request, place.session_id)
    found = list(_with_certificate(row.places.filter(pk=place.pk)))
    if not found:
        raise NotNow(NOBODY)
    return _taken_out(request, row, found)


def _with_certificate(places):
    return places.with_certificate().select_related("learner", "organisation")


def _taken_out(request, row: Session, places: list[Place]):
    services.record_paper(row, part="certificates", places=len(places), by=request.user)
    return as_pdf(row, places)


@require_safe
def check_certificate(request, slug: str):
    """Whether a certificate that somebody shows is true, by its code."""
    authority = authority_or_404(request, slug, NAME_READERS)
    form = CertificateCodeForm(request.GET)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    found = _with_code(request.user, authority, code) if code else None
    page = {
        "authority": authority,
        "filter_form": form,
        "place": found,
        "code": in_groups(found.certificate_code) if found else "",
        "looked": bool(code),
    }
    return render(request, "training/sessions/check_certificate.html", page)


def _with_code(user, authority, code: str) -> Place | None:
    places = Place.objects.visible_to(user).with_certificate()
    places = places.filter(session__authority=authority, certificate_code=code)
    return places.select_related("session__course", "learner", "organisation").first()
