from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import services
from ..codes import Residence
from ..forms.routing import (
    AssureForm,
    BecauseForm,
    ChangeDestinationForm,
    DestinationForm,
    WordForm,
)
from ..models import Destination
from ..residence import RULES, SOURCE
from ..rules import RECEIVERS, may_assure, may_keep_destinations
from ..services.routing import kinds_told
from ..spoken import test_word
from .routes import destination_or_404, place_of

Kind = Destination.Kind


@require_safe
def destinations(request, slug: str):
    """Where referrals go, what is not tested, and the rules of residence."""
    authority = place_of(request, slug)
    rows = Destination.objects.filter(authority=authority).order_by(
        "closed_on", "kind", "name", "pk"
    )
    page = {
        "authority": authority,
        "page": counted(rows, request),
        "missing": _missing(authority),
        "may_keep": allows(may_keep_destinations, request.user, authority),
        "rules": [(Residence(code).label, rule) for code, rule in RULES.items()],
        "source": SOURCE,
    }
    return render(request, "referrals/destinations/list.html", page)


def _missing(authority) -> list[str]:
    """The kinds that get every referral and have no destination in use."""
    used = Destination.objects.in_use().filter(authority=authority)
    found = set(used.order_by().values_list("kind", flat=True))
    wanted = kinds_told(authority, Residence.HERE)
    return [str(Kind(kind).label) for kind in wanted if kind not in found]


@require_safe
def destination(request, slug: str, pk: int):
    row = destination_or_404(request, slug, pk)
    user, authority = request.user, row.authority
    may_keep = allows(may_keep_destinations, user, authority) and not row.closed_on
    page = {
        "row": row,
        "may_keep": may_keep,
        "may_assure": allows(may_assure, user, authority) and not row.closed_on,
        "waits_for_assurance": row.way == row.Way.ATTACHMENT and not row.assured_on,
        "changes": row.changes.select_related("by")[:50],
    }
    return render(request, "referrals/destinations/detail.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_destination(request, slug: str):
    authority = place_of(request, slug)
    may_keep_destinations(request.user, authority)
    form = DestinationForm(posted(request))

    def do():
        row = services.add_destination(authority, **form.cleaned_data, by=request.user)
        return row, f"{row} is added. Send it a test next: it is not used before."

    return asked(
        request,
        form,
        do,
        heading="Add a destination",
        caption=authority,
        submit="Add destination",
        cancel_url=_list_of(authority),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_destination(request, slug: str, pk: int):
    row = destination_or_404(request, slug, pk)
    may_keep_destinations(request.user, row.authority)
    form = ChangeDestinationForm(posted(request), destination=row)

    def do():
        now = services.change_destination(row, **changes_of(form), by=request.user)
        again = "" if now.is_in_use else " Send it a test: it is not used before."
        return now, f"{now} is changed.{again}"

    return asked(
        request,
        form,
        do,
        heading="Change the destination",
        caption=row,
        submit="Save",
        lead="With another address or way it is tested again before it is used.",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def assure_destination(request, slug: str, pk: int):
    row = destination_or_404(request, slug, pk)
    may_assure(request.user, row.authority)
    form = AssureForm(posted(request))

    def do():
        services.assure_destination(row, **form.cleaned_data, by=request.user)
        return row, f"The address of {row} is assured."

    return asked(
        request,
        form,
        do,
        heading="Assure the address",
        caption=row,
        submit="Assure address",
        lead=f"Completed forms may then go to {row.email} as attachments.",
        cancel_url=row.get_absolute_url(),
    )


@require_POST
@submits_once
def send_test(request, slug: str, pk: int):
    row = destination_or_404(request, slug, pk)
    services.send_test(row, by=request.user)
    messages.success(request, "The test is sent. Ring them and ask for the word on it.")
    return redirect(row)


@require_http_methods(["GET", "POST"])
@submits_once
def confirm_test(request, slug: str, pk: int):
    row = destination_or_404(request, slug, pk)
    may_keep_destinations(request.user, row.authority)
    form = WordForm(posted(request))

    def do():
        sent = services.confirm_test(row, **form.cleaned_data, by=request.user)
        late = f" {sent} open referrals went there now." if sent else ""
        return row, f"{row} is tested, and used from now on.{late}"

    return asked(
        request,
        form,
        do,
        heading="Confirm the test",
        caption=row,
        submit="Confirm test",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def close_destination(request, slug: str, pk: int):
    row = destination_or_404(request, slug, pk)
    may_keep_destinations(request.user, row.authority)
    form = BecauseForm(posted(request))

    def do():
        services.close_destination(row, **form.cleaned_data, by=request.user)
        return row, f"{row} is closed. Nothing more is sent there."

    return asked(
        request,
        form,
        do,
        heading="Close the destination",
        caption=row,
        submit="Close destination",
        lead="Nothing more is sent there. What went there stays on the record.",
        cancel_url=row.get_absolute_url(),
    )


@require_safe
def test_form(request, slug: str, pk: int):
    """The test as those read it who sign in for the destination."""
    row = destination_or_404(request, slug, pk)
    receives = request.user.holds_any(RECEIVERS.get(row.kind, ()), row.authority)
    page = {"row": row, "word": test_word(row) if receives else ""}
    return render(request, "referrals/destinations/test_form.html", page)


def _list_of(authority) -> str:
    return reverse("referrals:destinations", args=[authority.slug])
