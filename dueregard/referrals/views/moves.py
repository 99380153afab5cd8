"""The moves of a referral, each a page that asks and one service."""

from collections.abc import Callable

from django.views.decorators.http import require_http_methods

from dueregard.access.need_to_know import Group
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, confirmed, posted

from .. import services
from ..earlier import earlier_of
from ..forms import moves as forms
from ..models import Referral
from ..rules import TRIAGE, may_assign, may_note_step
from ..services.assigning import those_who_hold
from ..services.closing import closing_asked, ending_of
from ..services.triage import open_of_the_same_person
from ..workflow import WORKFLOW
from .doors import Opened, opened, place_after

NOTHING: frozenset[Group] = frozenset()


def _page(view: Callable) -> Callable:
    """A form about one referral that shows nothing of the person."""
    inner = opened(door="detail", groups=NOTHING)(view)
    return require_http_methods(["GET", "POST"])(submits_once(inner))


@_page
def take_in(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "take_in", by=request.user)
    form = forms.NoteForm(posted(request))

    def do():
        services.take_in(row, **form.cleaned_data, by=request.user)
        return row, "Taken in. It went to the police and the council."

    return _asked(
        request,
        row,
        form,
        do,
        heading="Take it in",
        lead="It goes to the police gateway and to the council at once.",
        submit="Take it in",
    )


@_page
def set_aside(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "set_aside", by=request.user)
    form = forms.SetAsideForm(posted(request))

    def do():
        services.set_aside(row, **form.cleaned_data, by=request.user)
        return row, "Noted: this is not a referral."

    return _asked(request, row, form, do, heading="It is not a referral", submit="Save")


@_page
def accept(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "accept", by=request.user)
    form = forms.DecisionForm(posted(request), is_police=_is_police(request, row))

    def do():
        note = form.cleaned_data["note"]
        services.accept(row, note=note, told=form.told(), by=request.user)
        return row, "Accepted. The police gateway has it now."

    return _asked(
        request,
        row,
        form,
        do,
        heading="Accept this referral",
        lead="The police gateway looks at it next. The referral itself stays as it is.",
        submit="Accept",
    )


@_page
def go_on(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "go_on", by=request.user)
    form = forms.DecisionForm(posted(request), is_police=_is_police(request, row))

    def do():
        note = form.cleaned_data["note"]
        services.go_on(row, note=note, told=form.told(), by=request.user)
        return row, "Taken forward. Information is gathered next."

    return _asked(
        request,
        row,
        form,
        do,
        heading="Take it forward",
        lead="This is a matter for Prevent: the council gathers information next.",
        submit="Take it forward",
    )


@_page
def join(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, "join", by=request.user)
    candidates = open_of_the_same_person(row)
    form = forms.JoinForm(
        posted(request), candidates=candidates, is_police=_is_police(request, row)
    )

    def do():
        given = form.cleaned_data
        services.join(
            row, to=given["to"], note=given["note"], told=form.told(), by=request.user
        )
        return row, f"Joined to referral {given['to'].reference}."

    return _asked(
        request,
        row,
        form,
        do,
        template="referrals/join.html",
        candidates=list(candidates),
        heading="Join to an open referral",
        submit="Join",
    )


@_page
def pass_on(request, shown: Opened):
    row = shown.referral
    submitted = row.status == Referral.Status.SUBMITTED
    name = "pass_on_unopened" if submitted else "pass_on"
    WORKFLOW.check(row, name, by=request.user)
    form = forms.PassOnForm(posted(request))

    def do():
        services.pass_on(row, **form.cleaned_data, by=request.user)
        return row, "Noted that another area has it."

    return _asked(
        request,
        row,
        form,
        do,
        heading="Another area took it",
        lead="Only once they have said so in writing. Until then it stays here.",
        submit="Save",
    )


@_page
def close(request, shown: Opened):
    """A person’s first referral is closed; of a repeat the closing is asked for."""
    row = shown.referral
    WORKFLOW.check(row, "close", by=request.user)
    form = forms.CloseForm(posted(request), is_police=_is_police(request, row))
    is_repeat = row.sequence > 1

    def do():
        act = services.ask_to_close if is_repeat else services.close
        act(row, form.closing(), told=form.told(), by=request.user)
        if is_repeat:
            return row, "Asked. A second person reads the earlier referrals first."
        return row, "Closed."

    return _asked(
        request,
        row,
        form,
        do,
        heading="Close this referral",
        lead="This person was referred before. A second person reads the earlier "
        "referrals and confirms: until then it stays open."
        if is_repeat
        else "",
        submit="Ask for the closing" if is_repeat else "Close",
    )


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=frozenset({Group.ACCOUNT}))
def confirm_closing(request, shown: Opened):
    """The second person reads why, and what came before, then agrees."""
    row = shown.referral
    WORKFLOW.check(row, ending_of(row), by=request.user)
    waiting = closing_asked(row)
    form = forms.ConfirmClosingForm(
        posted(request), initial={"asked": waiting.pk if waiting else None}
    )

    def do():
        asked_id, read = form.cleaned_data["asked"], form.cleaned_data["has_read"]
        services.confirm_closing(row, by=request.user, asked_id=asked_id, has_read=read)
        return place_after(request.user, row), "Closed. You are the second person."

    return _asked(
        request,
        row,
        form,
        do,
        template="referrals/confirm_closing.html",
        asked=shown.room.show(waiting) if waiting else None,
        earlier=earlier_of(row, request.user),
        heading="Confirm the closing",
        submit="Confirm and close",
    )


@_page
def withdraw_closing(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, ending_of(row), by=request.user)

    def do():
        services.withdraw_closing(row, by=request.user)
        return row, "The closing is taken back."

    return confirmed(
        request,
        do,
        heading="Take the closing back",
        caption=f"Referral {row.reference}",
        lead="The referral stays open, and nobody is asked to confirm.",
        submit="Take it back",
        cancel_url=row.get_absolute_url(),
    )


@_page
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
        return row, f"{holder} holds it now."

    return _asked(request, row, form, do, heading="Say who holds it", submit="Save")


@_page
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

    return _asked(
        request,
        row,
        form,
        do,
        template="referrals/step.html",
        is_clear=row.cleared_at is not None,
        heading="Write down what was done",
        submit="Save",
    )


def _asked(request, row: Referral, form, do, *, template="ui/ask.html", **page):
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


def _is_police(request, row: Referral) -> bool:
    return request.user.holds_any(TRIAGE, row.authority)
