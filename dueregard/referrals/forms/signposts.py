from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms

from dueregard import clock
from dueregard.partners.models import Service, ServiceSupport
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, RevealForm
from dueregard.vault import rooms

from ..models import Signpost
from ..services.signposting import NAME_IT, OWN_TEAMS, Answer, Ask
from .moves import long_text

Support = ServiceSupport.Support
Status = Signpost.Status
ANSWERS = [
    (Status.ACCEPTED.value, "It takes the person on"),
    (Status.DECLINED.value, "It does not take the person on"),
]
SILENCE = (Status.NO_REPLY.value, "It did not answer")


class AskServiceForm(RevealForm):
    """Which service is asked to take the person on, and what it needs to know."""

    whom = forms.ChoiceField(
        label="Which service do you ask?",
        help_text="Approved services are listed by the support that they give.",
        error_messages={"required": "Select which service you ask"},
    )
    elsewhere = forms.CharField(
        label="Its name, if it is not in the directory",
        required=False,
        max_length=200,
    )
    words = long_text(
        "What is it asked to do?",
        "Enter what the service is asked to do",
        hint="Only what the service needs to know. Not that it comes from Prevent, if "
        "it need not know.",
    )
    due_on = DatePartsField(
        label="By when should it answer?",
        help_text="If it does not, this comes back to you.",
        subject="The day on which the answer is due",
    )
    is_urgent = forms.ChoiceField(
        label="Is it against immediate harm, or to protect a child?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(
            attrs={"hints": {"no": "Then wait until the police checks are done."}}
        ),
        error_messages={
            "required": "Select whether it is against immediate harm or to protect a "
            "child"
        },
    )
    agreed_by = forms.CharField(
        label="Who agreed to it?",
        help_text="Their name, role and organisation.",
        max_length=200,
        error_messages={"required": "Enter who agreed to it"},
    )

    reveals = {"is_urgent": {"yes": ["agreed_by"]}}

    def __init__(
        self, *args: Any, services: Iterable[Service], waits: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(service.pk): service for service in services}
        offered = _by_support(self.services.values())
        whom = cast(forms.ChoiceField, self.fields["whom"])
        whom.choices = [("", "Select a service"), *offered]
        if waits:
            self.order_fields(["is_urgent", "agreed_by"])
        else:
            del self.fields["is_urgent"], self.fields["agreed_by"]

    def clean_due_on(self) -> date:
        on: date = self.cleaned_data["due_on"]
        if on <= clock.today():
            raise forms.ValidationError(
                "The day on which the answer is due must be after today"
            )
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        support, _, service = given.get("whom", "").partition(":")
        is_own = support in [team.value for team in OWN_TEAMS]
        if support and not service and not is_own and not given.get("elsewhere"):
            self.add_error("elsewhere", NAME_IT.removesuffix("."))
        return given

    def ask(self) -> Ask:
        given = self.cleaned_data
        support, _, service = given["whom"].partition(":")
        return Ask(
            support=Support(support),
            service=self.services.get(service),
            elsewhere="" if service else given["elsewhere"],
            words=given["words"],
            due_on=given["due_on"],
            agreed_by=given.get("agreed_by") or "",
        )


def _by_support(services: Iterable[Service]) -> list[tuple[str, list]]:
    """The choices, a group for each kind of support, each with one outside."""
    groups: dict[str, list[tuple[str, str]]] = {support: [] for support in Support}
    for service in services:
        words = f"{service}, {service.organisation} ({_wait(service)})"
        for given in service.supports.all():
            groups[given.support].append((f"{given.support}:{service.pk}", words))
    return [
        (
            str(support.label),
            [*groups[support], (f"{support.value}:", _outside(support))],
        )
        for support in Support
    ]


def _wait(service: Service) -> str:
    weeks = service.waiting_weeks
    said = service.waiting_in_words.lower()
    wait = f"wait {said}" if weeks is None or weeks else said
    return f"full, {wait}" if service.capacity == 0 else wait


def _outside(support: Support) -> str:
    if support in OWN_TEAMS:
        return f"{support.label}: the usual team"
    return "One that is not in the directory"


class AnswerSignpostForm(Versioned, forms.Form):
    """What a service said, carrying the version that was shown."""

    mark_optional = False  # who and when are optional for silence alone

    status = forms.TypedChoiceField(
        label="What did the service say?",
        choices=[*ANSWERS, SILENCE],
        coerce=Status,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the service said"},
    )
    answered_by = forms.CharField(
        label="Who at the service said so?",
        help_text="Leave this and the day empty if it did not answer.",
        required=False,
        max_length=200,
    )
    answered_on = DatePartsField(
        label="When did they say so?",
        subject="The day on which they said so",
        required=False,
    )
    reply = long_text(
        "Anything that it said besides?",
        "",
        hint="For example, from when, or why not.",
        required=False,
    )

    def __init__(self, data, *, signpost: Signpost) -> None:
        super().__init__(
            data, initial={"version": signpost.version, **_answers_of(signpost)}
        )
        if signpost.due_on >= clock.today():
            cast(forms.ChoiceField, self.fields["status"]).choices = ANSWERS

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("status") in (Status.ACCEPTED, Status.DECLINED):
            if not given.get("answered_by"):
                self.add_error("answered_by", "Enter who at the service said so")
            if not given.get("answered_on") and "answered_on" not in self.errors:
                self.add_error("answered_on", "Enter the day on which they said so")
        return given

    def saved_values(self, row) -> dict[str, Any]:
        return _answers_of(rooms.current().show(row))

    def answer(self) -> Answer:
        given = self.cleaned_data
        return Answer(
            given["status"], given["answered_by"], given["answered_on"], given["reply"]
        )


def _answers_of(row: Signpost) -> dict[str, Any]:
    if row.status == Status.ASKED:
        return {"status": "", "answered_by": "", "answered_on": None, "reply": ""}
    is_silence = row.status == Status.NO_REPLY
    return {
        "status": row.status,
        "answered_by": row.answered_by,
        "answered_on": None if is_silence else row.answered_on,
        "reply": row.reply,
    }
