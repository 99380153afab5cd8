from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.exchange.export import Sheet, csv_response, xlsx_response

from ..forms.people import LearnerFilterForm
from ..models import Completion, Learner, LearnerRole
from ..readers import NAME_READERS
from ..register_files import MOST_IN_EXCEL, completions_sheet, people_sheet
from ..services.coverage import record_people_export
from .doors import authority_or_404


@require_safe
def people(request, slug: str, form: str):
    """The people of the list, as it is filtered, with their role groups."""
    places = LearnerRole.objects.all()
    return _file(request, slug, form, "people", people_sheet, places)


@require_safe
def completions(request, slug: str, form: str):
    """What the people of the list completed."""
    done = Completion.objects.live()
    return _file(request, slug, form, "completions", completions_sheet, done)


def _file(
    request,
    slug: str,
    form: str,
    what: str,
    sheet_of: Callable[[QuerySet[Learner]], Sheet],
    rows: QuerySet,
):
    """The table of the people who are listed, and a note of who took it."""
    authority = authority_or_404(request, slug, NAME_READERS)
    if form not in ("csv", "xlsx"):
        raise Http404
    asked = LearnerFilterForm(request.GET, authority=authority, user=request.user)
    ours = Learner.objects.visible_to(request.user).kept().filter(authority=authority)
    listed = asked.filtered(ours)
    if form == "xlsx" and _are_too_many(rows, listed):
        raise NotNow(
            f"These are more than {MOST_IN_EXCEL:,} rows, which is too many for one "
            "Excel file. Take them as CSV, or choose fewer people."
        )
    record_people_export(
        authority, by=request.user, what=what, form=form, asked=asked.as_facts()
    )
    sheet = sheet_of(listed)
    name = f"training-{what}-{authority.slug}-{clock.today().isoformat()}.{form}"
    if form == "csv":
        return csv_response(name, sheet.header, sheet.rows)
    return xlsx_response(name, [sheet])


def _are_too_many(rows: QuerySet, people: QuerySet[Learner]) -> bool:
    held = rows.filter(learner__in=people.order_by().values("pk")).order_by()
    return held[MOST_IN_EXCEL : MOST_IN_EXCEL + 1].exists()
