from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard import clock
from dueregard.exchange.export import csv_response, xlsx_response
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, confirmed, posted
from dueregard.ui.paging import counted

from .. import services
from ..ages import AgeBand
from ..directory_sheets import gaps_sheet, services_sheet
from ..forms.services import (
    ApproveServiceForm,
    AreaForm,
    ChangeServiceForm,
    GapFilterForm,
    ServiceFilterForm,
    ServiceForm,
)
from ..gaps import count_gaps, gaps_of
from ..models import Area, Service
from ..readers import POST_READERS
from ..rules import (
    APPROVES_SERVICES,
    KEEPS_SERVICES,
    may_approve_services,
    may_keep_services,
)
from ..tabs import tabs_of
from .doors import authority_or_404

FORMS = ("csv", "xlsx")


@require_safe
def directory(request, slug: str):
    authority = authority_or_404(request, slug, POST_READERS)
    form = ServiceFilterForm(request.GET, authority=authority)
    ours = Service.objects.visible_to(request.user).filter(authority=authority)
    page = {
        "authority": authority,
        "filter_form": form,
        "page": counted(form.filtered(ours).with_offer(), request),
        "is_filtered": form.is_filtered,
        "may_keep": request.user.holds_any(KEEPS_SERVICES, authority),
        **tabs_of(request, authority, "partners:services"),
    }
    return render(request, "partners/services/list.html", page)


@require_safe
def directory_file(request, slug: str, form: str):
    """The services as they are filtered, as a file."""
    authority = authority_or_404(request, slug, POST_READERS)
    asked_for = ServiceFilterForm(request.GET, authority=authority)
    ours = Service.objects.visible_to(request.user).filter(authority=authority)
    sheet = services_sheet(asked_for.filtered(ours).with_offer())
    return _file(request, authority, form, sheet, name="services")


@require_safe
def gaps(request, slug: str):
    """Which support nobody offers, to whom and where."""
    authority = authority_or_404(request, slug, POST_READERS)
    form = GapFilterForm(request.GET, authority=authority)
    areas = form.areas
    rows = gaps_of(authority, areas)
    none, places = count_gaps(rows)
    page = {
        "authority": authority,
        "filter_form": form if form.every_area else None,
        "areas": areas,
        "bands": list(AgeBand),
        "rows": rows,
        "none": none,
        "places": places,
        "may_keep": request.user.holds_any(KEEPS_SERVICES, authority),
    }
    return render(request, "partners/services/gaps.html", page)


@require_safe
def gaps_file(request, slug: str, form: str):
    authority = authority_or_404(request, slug, POST_READERS)
    asked_for = GapFilterForm(request.GET, authority=authority)
    sheet = gaps_sheet(gaps_of(authority, asked_for.areas))
    return _file(request, authority, form, sheet, name="gaps", gaps=True)


def _file(request, authority, form: str, sheet, *, name: str, gaps: bool = False):
    if form not in FORMS:
        raise Http404
    services.record_services_export(authority, by=request.user, form=form, gaps=gaps)
    file_name = f"{name}-{authority.slug}-{clock.today().isoformat()}.{form}"
    if form == "csv":
        return csv_response(file_name, sheet.header, sheet.rows)
    return xlsx_response(file_name, [sheet])


@require_safe
def service(request, pk: int):
    row = _service(request, pk)
    is_open = row.closed_on is None
    page = {
        "service": row,
        "may_keep": is_open and request.user.holds_any(KEEPS_SERVICES, row.authority),
        "may_approve": is_open
        and request.user.holds_any(APPROVES_SERVICES, row.authority),
    }
    return render(request, "partners/services/service.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_service(request, slug: str):
    authority = authority_or_404(request, slug, POST_READERS)
    may_keep_services(request.user, authority)
    form = ServiceForm(posted(request), authority=authority)

    def do():
        row = services.add_service(authority, form.offer(), by=request.user)
        return row, f"{row} is added. Nobody approved it yet."

    return asked(
        request,
        form,
        do,
        template="partners/services/ask.html",
        authority=authority,
        heading="Add a service",
        caption=authority,
        submit="Add service",
        cancel_url=_directory(authority),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_service(request, pk: int):
    row = _service(request, pk)
    may_keep_services(request.user, row.authority)
    form = ChangeServiceForm(posted(request), service=row)

    def do():
        version = form.cleaned_data["version"]
        changed = services.change_service(
            row, form.offer(), version=version, by=request.user
        )
        if row.is_approved and not changed.is_approved:
            return row, "Saved. It has to be approved again, because it is another now."
        return row, "The service is changed."

    return asked(
        request,
        form,
        do,
        template="partners/services/ask.html",
        authority=row.authority,
        heading=f"Change {row}",
        caption=row.organisation,
        lead="If you change what it gives, to whom or where, its name or its provider, "
        "it has to be approved again."
        if row.is_approved
        else "",
        submit="Save service",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def approve_service(request, pk: int):
    row = _service(request, pk)
    may_approve_services(request.user, row.authority)
    form = ApproveServiceForm(posted(request), initial={"approved_on": clock.today()})

    def do():
        on = form.cleaned_data["approved_on"]
        services.approve_service(row, on=on, by=request.user)
        return row, f"{row} is approved. Referrals may be passed to it."

    return asked(
        request,
        form,
        do,
        heading=f"Approve {row}",
        caption=row.organisation,
        lead="You say with your name that people may be passed to this service: who "
        "runs it is known, and it is safe for those whom it is for.",
        submit="Approve service",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def end_approval(request, pk: int):
    row = _service(request, pk)
    may_approve_services(request.user, row.authority)

    def do():
        services.end_approval(row, by=request.user)
        return row, f"{row} is no longer approved."

    return confirmed(
        request,
        do,
        heading=f"Take back the approval of {row}",
        caption=row.organisation,
        lead="No referral is passed to it from now on. What was asked of it already "
        "stays as it is: ask whoever waits for its answer what is best.",
        submit="Take it back",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def close_service(request, pk: int):
    row = _service(request, pk)
    may_keep_services(request.user, row.authority)

    def do():
        services.close_service(row, by=request.user)
        return _directory(row.authority), f"{row} is closed."

    return confirmed(
        request,
        do,
        heading=f"Close {row}",
        caption=row.organisation,
        lead="Close a service that is no longer offered. It leaves the directory, and "
        "what was asked of it stays.",
        submit="Close service",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def areas(request, slug: str):
    """The parts of the authority, and a form to name another."""
    authority = authority_or_404(request, slug, POST_READERS)
    may_keep_services(request.user, authority)
    form = AreaForm(posted(request))
    here = reverse("partners:areas", args=[slug])
    ours = Area.objects.visible_to(request.user).filter(authority=authority)
    rows = list(ours.prefetch_related("services"))

    def do():
        area = services.add_area(
            authority, name=form.cleaned_data["name"], by=request.user
        )
        return here, f"{area} is one of the areas."

    return asked(
        request,
        form,
        do,
        template="partners/services/areas.html",
        authority=authority,
        rows=rows,
        free=[area for area in rows if not area.services.all()],
        heading="Areas",
        caption=authority,
        submit="Add area",
        cancel_url=_directory(authority),
    )


@require_POST
@submits_once
def remove_area(request, pk: int):
    area = get_object_or_404(Area.objects.visible_to(request.user), pk=pk)
    services.remove_area(area, by=request.user)
    messages.success(request, f"{area} is no longer one of the areas.")
    return redirect("partners:areas", area.authority.slug)


def _service(request, pk: int) -> Service:
    rows = Service.objects.visible_to(request.user).with_offer()
    return get_object_or_404(
        rows.select_related("authority", "organisation", "approved_by"), pk=pk
    )


def _directory(authority) -> str:
    return reverse("partners:services", args=[authority.slug])
