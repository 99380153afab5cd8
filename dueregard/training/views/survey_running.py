"""Opening a survey, chasing its answers, entering what was told, and closing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dueregard import clock
from dueregard.clock.working_days import add_working_days
from dueregard.outbox import mail
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from ..forms.survey import AddressForm, CloseSurveyForm, OpenSurveyForm, answer_form
from ..models import Survey
from ..readers import ORGANISATION_READERS
from ..rules import may_set
from ..services import surveys as services
from .doors import authority_or_404
from .surveys import answer_or_404, survey_or_404

WORKING_DAYS_TO_ANSWER = 15
OURS = ("csrfmiddlewaretoken", "submission_key", "step")
WHERE_THE_LINK_STANDS = "(the organisation’s own link stands here)"


@require_http_methods(["GET", "POST"])
@submits_once
def open_survey(request, slug: str):
    """Choose, look at who is asked and what the mail says, and ask them."""
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    may_set(request.user, authority)
    due_on = add_working_days(clock.today(), WORKING_DAYS_TO_ANSWER)
    form = OpenSurveyForm(posted(request), authority=authority, due_on=due_on)
    if not form.is_valid():
        page = {"authority": authority, "form": form}
        return render(request, "training/surveys/open.html", page)
    if request.POST.get("step") == "open":
        return _open(request, authority, form)
    page = _preview(request, authority, form)
    return render(request, "training/surveys/preview.html", page)


def _open(request, authority, form):
    answers = form.cleaned_data
    row = services.open_survey(
        authority,
        organisations=form.organisations(),
        by=request.user,
        **{name: answers[name] for name in ("kind", "title", "message", "due_on")},
    )
    mails = row.answers.exclude(email="").count()
    sent = f"{mails} mail{' is' if mails == 1 else 's are'} on the way."
    messages.success(request, f"{row} is open. {sent}")
    return redirect(row)


def _preview(request, authority, form) -> dict:
    organisations = list(form.organisations())
    addresses = services.addresses_of(authority, organisations)
    planned = Survey(authority=authority, due_on=form.cleaned_data["due_on"])
    shown = services.letter(planned, organisations[0], WHERE_THE_LINK_STANDS)
    shown["organisation"] = "(the organisation’s name)"
    letter = mail.write("", "training/mail/survey_ask", shown, "preview", "en-gb")
    return {
        "authority": authority,
        "form": form,
        "reached": [
            (each, addresses[each.pk]) for each in organisations if each.pk in addresses
        ],
        "not_reached": [each for each in organisations if each.pk not in addresses],
        "letter": letter,
        "carried": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in OURS
            for value in values
        ],
    }


@require_POST
@submits_once
def chase_survey(request, pk: int):
    row = survey_or_404(request, pk)
    chased = services.chase_survey(row, by=request.user)
    if chased:
        noun = "organisation" if chased == 1 else "organisations"
        messages.success(request, f"{chased} {noun} chased, with a new link each.")
    else:
        messages.warning(
            request,
            "Nobody was chased: those who have not answered have no address, or were "
            "sent a mail today.",
        )
    return redirect(row)


@require_http_methods(["GET", "POST"])
@submits_once
def close_survey(request, pk: int):
    row = survey_or_404(request, pk)
    may_set(request.user, row.authority)
    form = CloseSurveyForm(posted(request), survey=row)

    def do():
        services.close_survey(row, by=request.user, **form.cleaned_data)
        return row, f"{row} is closed."

    return asked(
        request,
        form,
        do,
        heading="Close this survey",
        caption=row,
        lead="No link works any more, and the answers stay as they are.",
        submit="Close survey",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def enter_answer(request, pk: int, answer_pk: int):
    """What an organisation said by telephone or at a meeting."""
    answer = answer_or_404(request, pk, answer_pk)
    may_set(request.user, answer.survey.authority)
    form = answer_form(posted(request), answer)

    def do():
        services.answer_survey(answer, answers=form.answers(), by=request.user)
        return answer.survey, f"The answers of {answer.organisation} are entered."

    return asked(
        request,
        form,
        do,
        heading=f"Enter what {answer.organisation} said",
        caption=answer.survey,
        lead="For answers given by telephone or at a meeting. They are marked as told "
        "to us.",
        submit="Save answers",
        cancel_url=answer.survey.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def send_survey_to(request, pk: int, answer_pk: int):
    answer = answer_or_404(request, pk, answer_pk)
    may_set(request.user, answer.survey.authority)
    form = AddressForm(posted(request))
    cancel_url = reverse("training:survey", args=[pk])

    def do():
        email = form.cleaned_data["email"]
        services.send_to(answer, email=email, by=request.user)
        return cancel_url, f"A new link is on its way to {email}."

    return asked(
        request,
        form,
        do,
        heading=f"Where should the link for {answer.organisation} go?",
        caption=answer.survey,
        lead="A link that was sent before stops working.",
        submit="Send link",
        cancel_url=cancel_url,
    )
