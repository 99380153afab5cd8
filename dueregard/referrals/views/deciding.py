"""Finishing the gathering, and the section 36 decision by either of its two doors."""

from typing import Any

from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dueregard.access.need_to_know import Group
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.deciding import CorrectionForm, GroundsForm, NoGroundsForm
from ..forms.moves import NoteForm
from ..guards import missing_for
from ..models import Referral
from ..rules import may_decide
from ..services.deciding import came_in_on, speaks_for
from ..workflow import WORKFLOW
from .doors import Opened, opened, place_after

NOTHING: frozenset[Group] = frozenset()
HEADING = "Section 36 decision"  # the title of the page says nothing of which way


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=NOTHING)
def finish_gathering(request, shown: Opened):
    """What is still missing, as a list; the button once nothing is."""
    row = shown.referral
    WORKFLOW.check(row, "finish_gathering", by=request.user)
    form = NoteForm(posted(request))

    def do():
        services.finish_gathering(row, by=request.user, note=form.cleaned_data["note"])
        return row, "Gathered. The section 36 decision is next."

    return _asked(
        request,
        row,
        form,
        do,
        missing=missing_for(request.user, "finish_gathering", row),
        heading="Finish gathering",
        lead="Once it is finished, the police or the council decide whether there are "
        "grounds under section 36.",
        submit="Finish gathering",
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=NOTHING)
def find_grounds(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "find_grounds", by=request.user)
    form = GroundsForm(posted(request), **_who_and_since(request, row))

    def do():
        services.find_grounds(row, form.decision(), by=request.user)
        return place_after(request.user, row), "Written down. It goes before the panel."

    return _asked(
        request,
        row,
        form,
        do,
        missing=missing_for(request.user, "find_grounds", row),
        heading=HEADING,
        lead="The grounds are met: the person goes before the panel. A decision is "
        "not changed afterwards: what is wrong with it is said in a statement beside "
        "it.",
        submit="Write down the decision",
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=NOTHING)
def find_no_grounds(request, shown: Opened):
    """A person's first referral ends; of a repeat a second person is asked first."""
    row = shown.referral
    WORKFLOW.check(row, "find_no_grounds", by=request.user)
    form = NoGroundsForm(posted(request), **_who_and_since(request, row))
    is_repeat = row.sequence > 1

    def do():
        decision, ending = form.decision(), form.ending()
        if is_repeat:
            services.ask_to_find_no_grounds(row, decision, ending, by=request.user)
            return row, "Asked. A second person reads the earlier referrals first."
        services.find_no_grounds(row, decision, ending, by=request.user)
        return place_after(request.user, row), "Written down. The referral has ended."

    return _asked(
        request,
        row,
        form,
        do,
        missing=missing_for(request.user, "find_no_grounds", row),
        heading=HEADING,
        lead="The grounds are not met. This person was referred before: a second "
        "person reads the earlier referrals and confirms. Until then it stays open."
        if is_repeat
        else "The grounds are not met: the referral ends. A decision is not changed "
        "afterwards: what is wrong with it is said in a statement beside it.",
        submit="Ask for the second person" if is_repeat else "Write down the decision",
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=NOTHING)
def correct_decision(request, shown: Opened):
    row = shown.referral
    may_decide(request.user, row)
    form = CorrectionForm(posted(request))

    def do():
        services.correct_decision(row, by=request.user, **form.cleaned_data)
        return row, "Saved. Your statement stands beside the decision."

    return _asked(
        request,
        row,
        form,
        do,
        heading="Put a statement beside the decision",
        lead="The decision stays as it was written down. Whoever reads it reads this "
        "with it.",
        submit="Save",
    )


def _asked(request, row: Referral, form, do, **page: Any):
    return asked(
        request,
        form,
        do,
        template="referrals/deciding.html",
        caption=f"Referral {row.reference}",
        cancel_url=row.get_absolute_url(),
        **page,
    )


def _who_and_since(request, row: Referral) -> dict[str, Any]:
    speaks = speaks_for(request.user, row)
    return {"speaks": speaks, "came_in_on": came_in_on(row)}
