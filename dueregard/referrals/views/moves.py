"""The moves of a referral, each a page that asks and one service."""

from collections.abc import Callable

from django.views.decorators.http import require_http_methods

from dueregard.access.need_to_know import Group
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms import moves as forms
from ..guards import missing_for
from ..models import Referral
from ..rules import TRIAGE, may_assign, may_note_step
from ..services.assigning import those_who_hold
from ..services.triage import open_of_the_same_person
from ..workflow import WORKFLOW
from .doors import Opened, opened, place_after

NOTHING: frozenset[Group] = frozenset()
ONCE_READY = "referrals/deciding.html"  # says first what is missing


def page_of_a_move(view: Callable) -> Callable:
    """A form about one referral that shows nothing of the person."""
    inner = opened(door="detail", groups=NOTHING)(view)
    return require_http_methods(["GET", "POST"])(submits_once(inner))


@page_of_a_move
def take_in(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "take_in", by=request.user)
    form = forms.NoteForm(posted(request))

    def do():
        services.take_in(row, **form.cleaned_data, by=request.user)
        return row, "Taken in. It went to the police and the council."

    return asked_of(
        request,
        row,
        form,
        do,
        heading="Take it in",
        lead="It goes to the police gateway and to the council at once.",
        submit="Take it in",
    )


@page_of_a_move
def set_aside(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "set_aside", by=request.user)
    form = forms.SetAsideForm(posted(request))

    def do():
        services.set_aside(row, **form.cleaned_data, by=request.user)
        return row, "Noted: this is not a referral."

    return asked_of(
        request,
        row,
        form,
        do,
        heading="It is not a referral",
        lead="It is sent to nobody, and is destroyed by itself after 14 days or what "
        "is set here.",
        submit="Save",
    )


@page_of_a_move
def accept(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "accept", by=request.user)
    form = forms.DecisionForm(posted(request), is_police=is_police_here(request, row))

    def do():
        note = form.cleaned_data["note"]
        services.accept(row, note=note, told=form.told(), by=request.user)
        return row, "Accepted. The police gateway has it now."

    return asked_of(
        request,
        row,
        form,
        do,
        heading="Accept this referral",
        lead="The police gateway looks at it next. The referral itself stays as it is.",
        submit="Accept",
    )


@page_of_a_move
def go_on(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "go_on", by=request.user)
    form = forms.DecisionForm(posted(request), is_police=is_police_here(request, row))

    def do():
        note = form.cleaned_data["note"]
        services.go_on(row, note=note, told=form.told(), by=request.user)
        return row, "Taken forward. Information is gathered next."

    return asked_of(
        request,
        row,
        form,
        do,
        template=ONCE_READY,
        missing=missing_for(request.user, "go_on", row),
        heading="Take it forward",
        lead="This is a matter for Prevent: the council gathers information next.",
        submit="Take it forward",
    )


@page_of_a_move
def join(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "join", by=request.user)
    candidates = open_of_the_same_person(row)
    form = forms.JoinForm(
        posted(request), candidates=candidates, is_police=is_police_here(request, row)
    )

    def do():
        given = form.cleaned_data
        services.join(
            row, to=given["to"], note=given["note"], told=form.told(), by=request.user
        )
        joined = f"Joined to referral {given['to'].reference}."
        return place_after(request.user, row), joined

    return asked_of(
        request,
        row,
        form,
        do,
        template="referrals/join.html",
        candidates=list(candidates),
        heading="Join to an open referral",
        submit="Join",
    )


@page_of_a_move
def pass_on(request, shown: Opened):
    row = shown.referral
    submitted = row.status == Referral.Status.SUBMITTED
    name = "pass_on_unopened" if submitted else "pass_on"
    WORKFLOW.check(row, name, by=request.user)
    form = forms.PassOnForm(posted(request))

    def do():
        services.pass_on(row, **form.cleaned_data, by=request.user)
        return place_after(request.user, row), "Noted that another area has it."

    return asked_of(
        request,
        row,
        form,
        do,
        template=ONCE_READY,
        missing=missing_for(request.user, name, row),
        heading="Another area took it",
        lead="Only once they have said so in writing. Until then it stays here.",
        submit="Save",
    )


@page_of_a_move
def assign(request, shown: Opened):
    row = shown.referral
    may_assign(request.user, row)
    people = those_who_hold(row.authority)
    form = forms.AssignForm(
        posted(request), people=people, initial={"holder": row.holder_id}
    )

    def do():
        holder = form.cleaned_data["holder"]
        services.assign(row, holder, by=request.user)
        return place_after(request.user, row), f"{holder} holds it now."

    return asked_of(request, row, form, do, heading="Say who holds it", submit="Save")


@page_of_a_move
def step(request, shown: Opened):
    row = shown.referral
    may_note_step(request.user, row)
    form = forms.StepForm(posted(request))

    def do():
        given = form.cleaned_data
        services.note_step(
            row,
            given["step"],
            note=given["note"],
            agreed_by=given["agreed_by"] or "",
            by=request.user,
        )
        return row, "Written down."

    return asked_of(
        request,
        row,
        form,
        do,
        template="referrals/step.html",
        is_clear=row.cleared_at is not None,
        heading="Write down what was done",
        submit="Save",
    )


def asked_of(request, row: Referral, form, do, *, template="ui/ask.html", **page):
    return asked(
        request,
        form,
        do,
        template=template,
        caption=f"Referral {row.reference}",
        cancel_url=row.get_absolute_url(),
        referral=row,
        **page,
    )


def is_police_here(request, row: Referral) -> bool:
    return request.user.holds_any(TRIAGE, row.authority)
