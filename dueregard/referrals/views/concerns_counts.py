"""Numbers of concerns without anybody in them, and how long concerns are kept."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Membership, Organisation
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.concern_advice import KeepingTimeForm
from ..models import Tally
from ..rules_of_concerns import may_set_keeping_time
from ..services.concern_tallies import keeping_time_of
from .concerns_doors import served_or_404

What = Tally.What
COLUMNS = (
    What.NOTICED,
    What.CHECKED,
    What.REFERRED,
    What.OTHER_SUPPORT,
    What.NO_FURTHER,
)


def organisations_led(user, authority: Authority) -> list[Organisation]:
    """Those whose designated safeguarding lead `user` is here today."""
    if not user.holds(Role.SAFEGUARDING_LEAD, authority):
        return []
    rows = Membership.objects.in_force().filter(
        person=user, authority=authority, role=Role.SAFEGUARDING_LEAD
    )
    return list(Organisation.objects.filter(pk__in=rows.values("organisation")))


@require_safe
def concern_counts(request, slug: str):
    """For the organisation's own lead: how many, by quarter."""
    authority = served_or_404(request, slug)
    led = organisations_led(request.user, authority)
    if not led:
        raise Http404
    rows = Tally.objects.visible_to(request.user).filter(
        authority=authority, organisation__in=led, what__in=COLUMNS
    )
    page = {
        "authority": authority,
        "columns": [What(column).label for column in COLUMNS],
        "tables": [
            (each, _quarters(row for row in rows if row.organisation_id == each.pk))
            for each in led
        ],
    }
    return render(request, "referrals/concerns/counts.html", page)


def _quarters(rows: Iterable[Tally]) -> list[tuple[str, list[int]]]:
    """Each quarter in which something happened, the newest first, with its numbers."""
    numbers: dict[date, dict[str, int]] = defaultdict(dict)
    for row in rows:
        numbers[row.quarter][row.what] = row.number
    return [
        (_name(quarter), [numbers[quarter].get(column, 0) for column in COLUMNS])
        for quarter in sorted(numbers, reverse=True)
    ]


def _name(quarter: date) -> str:
    end = date(quarter.year, quarter.month + 2, 1)
    return f"{quarter:%B} to {end:%B %Y}"


@require_http_methods(["GET", "POST"])
@submits_once
def keeping_time(request, slug: str):
    """How many days concerns and calls for advice are kept here."""
    authority = served_or_404(request, slug)
    may_set_keeping_time(request.user, authority)
    form = KeepingTimeForm(posted(request), keeping=keeping_time_of(authority.pk))
    back = reverse("referrals:concerns", args=[authority.slug])

    def do():
        services.set_keeping_time(authority, **changes_of(form), by=request.user)
        return back, "Set. It counts for what ends or is written down from now on."

    return asked(
        request,
        form,
        do,
        heading="How long concerns and calls for advice are kept",
        caption=authority,
        lead="After these days they are destroyed for good. What was noted before "
        "keeps the day that it was given. We suggest 30 and 90 days.",
        submit="Save",
        cancel_url=back,
    )
