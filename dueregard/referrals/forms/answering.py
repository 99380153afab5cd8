"""What an organisation answers, by its link or as an officer was told it."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from dueregard import clock
from dueregard.ui.forms import DatePartsField, RevealForm

from ..models import InformationRequest
from ..services.answering import NOT_THAT_DAY, Reply
from .moves import long_text
from .told_code import told_code

Status = InformationRequest.Status
FACTS = 20  # the most that one answer holds
ENTER_WHAT = "Enter what is known"
YES_NO = [("yes", "Yes"), ("no", "No")]


class OpenForm(forms.Form):
    """The code that was told by telephone."""

    code = told_code("Six letters or numbers. Whoever asks you tells it by telephone.")


class ReplyForm(RevealForm):
    """The three answers. There are as many places for facts as somebody asks for:
    whoever presses the button for one more has not answered yet (`wants_more`)."""

    asks_what = "What do you know?"

    facts = forms.IntegerField(
        min_value=1, max_value=FACTS, initial=1, widget=forms.HiddenInput
    )
    reply = forms.ChoiceField(
        label="What is your answer?",
        choices=[
            (Status.ANSWERED, "We have something to tell"),
            (Status.NOTHING_HELD, "We hold nothing that answers this"),
            (Status.REFUSED, "We will not share it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select your answer"},
    )
    may_be_shared_on = forms.ChoiceField(
        label="May this be shared with the panel that decides about support?",
        help_text="If not, only those who gather information for it read it.",
        choices=YES_NO,
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"required": "Select whether this may be shared with the panel"},
    )
    refused_because = long_text("Why not?", "Enter why it is not shared")
    who = forms.CharField(
        label="Your name and role",
        max_length=200,
        error_messages={"required": "Enter your name and role"},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        self.wants_more = data is not None and "more" in data
        self.places = _places(data)
        if self.wants_more:
            self.places = min(self.places + 1, FACTS)
            data = data.copy()
            data["facts"] = str(self.places)
        super().__init__(data, **kwargs)
        names = []
        for number in range(1, self.places + 1):
            names += self._add_fact(number)
        opened = [*names, "may_be_shared_on"]
        self.reveals = {
            "reply": {Status.ANSWERED: opened, Status.REFUSED: ["refused_because"]}
        }
        self.order_fields(["facts", "reply", *opened, "refused_because", "who"])

    def _add_fact(self, number: int) -> list[str]:
        """What is known, when that was, and who knows it."""
        is_first = number == 1
        names = [f"{name}_{number}" for name in ("what", "on", "source")]
        what, on, source = names
        self.fields[what] = long_text(
            _numbered(number, self.asks_what),
            ENTER_WHAT,
            hint="Facts, one at a time." if is_first else "",
            required=is_first,
        )
        self.fields[on] = DatePartsField(
            label=_numbered(number, "When was that?"),
            subject="The day of what is known",
            required=False,
        )
        self.fields[source] = forms.CharField(
            label=_numbered(number, "Who knows it, or where is it recorded?"),
            max_length=200,
            required=is_first,
            error_messages={"required": "Enter who knows it, or where it is recorded"},
        )
        return names

    def full_clean(self) -> None:
        """Somebody who only wants room for more made no mistake yet."""
        super().full_clean()
        if self.wants_more:
            self._errors = forms.utils.ErrorDict()

    def is_valid(self) -> bool:
        return not self.wants_more and super().is_valid()

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or self.cleaned_data
        for number in range(2, self.places + 1):
            what, source = given.get(f"what_{number}"), given.get(f"source_{number}")
            if what and not source:
                self.add_error(
                    f"source_{number}", "Enter who knows it, or where it is recorded"
                )
            if source and not what:
                self.add_error(f"what_{number}", ENTER_WHAT)
        for number in range(1, self.places + 1):
            on = given.get(f"on_{number}")
            if on and on > clock.today():
                self.add_error(
                    f"on_{number}", "The day of what is known must not be in the future"
                )
        return given

    def answer(self) -> Reply:
        given = self.cleaned_data
        shared = given.get("may_be_shared_on")
        return Reply(
            status=given["reply"],
            facts=[
                self._fact(number)
                for number in range(1, self.places + 1)
                if given.get(f"what_{number}")
            ],
            may_be_shared_on=None if not shared else shared == "yes",
            refused_because=given.get("refused_because") or "",
        )

    def _fact(self, number: int) -> dict[str, str]:
        given = self.cleaned_data
        on: date | None = given.get(f"on_{number}")
        return {
            "what": given[f"what_{number}"],
            "on": on.isoformat() if on else "",
            "source": given[f"source_{number}"],
        }


class LinkReplyForm(ReplyForm):
    """The answer by link: the code that opened it goes with it."""

    code = forms.CharField(max_length=20, widget=forms.HiddenInput)


class ToldReplyForm(ReplyForm):
    """The answer as an officer was told it."""

    on = DatePartsField(
        label="When did they tell you?", subject="The day on which they told you"
    )

    asks_what = "What do they know?"
    words: ClassVar[dict[str, str]] = {
        "reply": "What did they answer?",
        "may_be_shared_on": "Did they say that it may be shared with the panel?",
        "refused_because": "Why will they not share it?",
        "who": "Who told you?",
    }

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, label in self.words.items():
            self.fields[name].label = label
        self.fields["reply"].choices = [
            (Status.ANSWERED, "They told us something"),
            (Status.NOTHING_HELD, "They hold nothing that answers it"),
            (Status.REFUSED, "They will not share it"),
        ]
        self.fields["who"].help_text = "Their name and role."
        self.fields["who"].error_messages["required"] = "Enter who told you"

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(NOT_THAT_DAY[:-1])
        return on


def _numbered(number: int, words: str) -> str:
    """The same question of each fact, told apart by its number."""
    return words if number == 1 else f"Fact {number}: {words[0].lower()}{words[1:]}"


def _places(data: Any) -> int:
    """How many facts were asked for; whatever was posted, between one and the most."""
    said = str(data.get("facts", "")) if data is not None else ""
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 1
    return min(max(number, 1), FACTS)
