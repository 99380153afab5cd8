"""Who reads referrals: for the data protection officer (security C-AU7).

The pages open no referral. Reading who worked on what is recorded itself (C-AU9).
"""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Membership, Person
from dueregard.audit import services as audit
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted, keyset
from dueregard.vault import tenancy

from .. import readers
from ..events import LooksEvent
from ..forms.looks import PeriodForm
from ..forms.retention import ReferenceForm
from ..looks import looks_at
from ..models import REVIEW_READS, Referral
from ..read_rules import RULES, said

NOT_HERE = "No referral that is kept here has this reference."


@require_safe
def looks(request, slug: str):
    """Who opened referrals here, by name, below what is to be asked about."""
    authority = place_of_review(request, slug)
    form = PeriodForm(request.GET)
    period = form.period()
    with audit.atomic(), tenancy.of(authority):
        read = readers.read_by(authority, period)
        page = counted(list(readers.people(read)), request)
        questions = [
            (each, said(each), readers.page_of(each))
            for each in readers.questions(authority, period)
        ]
        shown = {
            "authority": authority,
            "period": period,
            "filter_form": form,
            "page": page,
            "readers": readers.readers(authority, page, read),
            "open": [one for one in questions if one[0].is_open],
            "answered": [one for one in questions if not one[0].is_open],
            "rules": RULES.values(),
        }
        audit.record(
            LooksEvent.OF_PEOPLE,
            authority,
            by=request.user,
            from_on=period.first,
            to_on=period.last,
        )
    return render(request, "referrals/looks/readers.html", shown)


@require_safe
def looks_of_person(request, slug: str, person_pk: int):
    """One person's looks, newest first: which referral, why, and by which door."""
    authority = place_of_review(request, slug)
    served = Membership.objects.filter(authority=authority).values("person")
    person = get_object_or_404(Person.objects.filter(pk__in=served), pk=person_pk)
    form = PeriodForm(request.GET)
    period = form.period()
    with audit.atomic(), tenancy.of(authority):
        rows = readers.looks_of(authority, person, period)
        page = keyset(rows, request, order=("-sequence",))
        shown = {
            "authority": authority,
            "person": person,
            "roles": readers.roles_of(authority, [person]).get(person.pk, []),
            "period": period,
            "filter_form": form,
            "page": page,
            "lines": readers.lines(authority, page, request.user),
        }
        audit.record(
            LooksEvent.OF_PERSON,
            person,
            by=request.user,
            authority=authority,
            from_on=period.first,
            to_on=period.last,
        )
    return render(request, "referrals/looks/reader.html", shown)


@require_http_methods(["GET", "POST"])
@submits_once
def find_looks(request, slug: str):
    """Find one referral by its reference; it goes by POST, so it is in no log."""
    authority = place_of_review(request, slug)
    form = ReferenceForm(posted(request))

    def do():
        with tenancy.of(authority):
            rows = Referral.objects.dated_for(request.user).filter(authority=authority)
            row = rows.filter(reference=form.cleaned_data["reference"]).first()
        if row is None:
            raise NotNow(NOT_HERE)
        place = reverse("referrals:looks_of_one", args=[slug, row.pk])
        return place, "Found. That you read this is recorded."

    return asked(
        request,
        form,
        do,
        heading="Who looked at one referral",
        caption=authority,
        submit="Look it up",
        cancel_url=reverse("referrals:looks", args=[slug]),
    )


@require_safe
def looks_of_one(request, slug: str, pk):
    """Who looked at one referral, as its own page tells the panel's chair."""
    authority = place_of_review(request, slug)
    with audit.atomic(), tenancy.of(authority):
        rows = Referral.objects.dated_for(request.user).filter(authority=authority)
        referral = get_object_or_404(rows, pk=pk)
        shown = {
            "authority": authority,
            "referral": referral,
            "looks": looks_at(referral),
        }
        audit.record(LooksEvent.OF_REFERRAL, referral, by=request.user)
    return render(request, "referrals/looks/one.html", shown)


def place_of_review(request, slug: str) -> Authority:
    """Where this person reviews who reads referrals. Raises Http404."""
    ids = request.user.authorities_as(REVIEW_READS, Room.REFERRALS)
    return get_object_or_404(Authority.objects.filter(pk__in=ids), slug=slug)
