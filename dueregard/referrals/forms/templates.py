"""Writing an assessment template: titles, what stands before, and questions. No kind of
question takes a number, and the hints say not to ask for one."""

from typing import Any

from django import forms

from dueregard.submissions.versions import Versioned

from ..assessment_templates import (
    FACTOR,
    NEWEST,
    SHELLS,
    WORDS,
    Part,
    Question,
    newest,
    shell,
)
from ..models import AssessmentTemplateVersion
from ..rules_of_templates import (
    LONGEST_HINT,
    LONGEST_LABEL,
    LONGEST_LEAD,
    LONGEST_TITLE,
)
from ..services.templating import NOTHING
from ..templates_offered import Offer

EMPTY = "empty"
NO_SCORE = "Do not ask for a number, a score or a grade."
ANYTHING = {
    **{code: f"{newest(code).title}, which came with the service" for code in NEWEST},
    **{code: f"{shell(code).title}, without its questions" for code in SHELLS},
    EMPTY: "Nothing",
}


def title_of(what: str) -> forms.CharField:
    return forms.CharField(
        label="Title",
        help_text=f"What {what} is called where assessments are written and read.",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Enter the title"},
    )


def lead_of(what: str) -> forms.CharField:
    return forms.CharField(
        label="What to read first",
        help_text=f"Stands before the {what}.",
        required=False,
        max_length=LONGEST_LEAD,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class BeginTemplateForm(forms.Form):
    """What a new template is called, and what it begins from."""

    title = title_of("it")
    based_on = forms.ChoiceField(
        label="What do you want to begin from?",
        choices=list(ANYTHING.items()),
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    "vaf": "Its questions are copied. You change the copy.",
                    "paf": "Type in the questions that the police gave you.",
                    EMPTY: "You add every part and question.",
                }
            }
        ),
        error_messages={"required": "Select what you want to begin from"},
    )

    def clean_based_on(self) -> str:
        given: str = self.cleaned_data["based_on"]
        return NOTHING if given == EMPTY else given


class DraftForm(Versioned):
    """The title of a draft, and what stands before its parts."""

    title = title_of("it")
    lead = lead_of("parts")

    def __init__(self, data: Any, *, draft: AssessmentTemplateVersion) -> None:
        shown = {"title": draft.title, "lead": draft.lead}
        super().__init__(data, initial=shown | {"version": draft.version})


class DraftPartForm(forms.Form):
    title = title_of("the part")
    lead = lead_of("questions of this part")


class ChangePartForm(Versioned, DraftPartForm):
    """The same of a part that is there; `part` is None when it was removed."""

    def __init__(self, data: Any, *, part: Part | None, version: int) -> None:
        self.code = part.code if part else ""
        super().__init__(data, initial=_of_part(part) | {"version": version})

    def saved_values(self, row: Any) -> dict[str, Any]:
        return _of_part(row.as_template().part(self.code))


class QuestionForm(forms.Form):
    label = forms.CharField(
        label="The question, or the factor",
        help_text=f"As the assessor reads it. {NO_SCORE}",
        max_length=LONGEST_LABEL,
        error_messages={"required": "Enter the question"},
    )
    hint = forms.CharField(
        label="Hint",
        help_text="Stands below it: what to think of, and what it does not mean.",
        required=False,
        max_length=LONGEST_HINT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label="How is it asked?",
        choices=[(FACTOR, "As a factor"), (WORDS, "In words alone")],
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    FACTOR: "Present, not present or not known; what is known, in the "
                    "assessor’s own words; and who says so.",
                    WORDS: "One box for the assessor’s own words.",
                }
            }
        ),
        error_messages={"required": "Select how it is asked"},
    )


class ChangeQuestionForm(Versioned, QuestionForm):
    """The same of a question that is there; None when it was removed."""

    def __init__(self, data: Any, *, question: Question | None, version: int) -> None:
        self.code = question.code if question else ""
        super().__init__(data, initial=_of_question(question) | {"version": version})

    def saved_values(self, row: Any) -> dict[str, Any]:
        found = (each for each in row.as_template().questions if each.code == self.code)
        return _of_question(next(found, None))


class AsReadForm(forms.Form):
    """Whether to go on with the draft as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class BeginAssessmentForm(forms.Form):
    """On which of the templates that are offered; asked only when there are several."""

    def __init__(self, data: Any, *, offers: list[Offer]) -> None:
        super().__init__(data)
        if len(offers) < 2:
            return
        hints = {
            each.form.code: "; ".join(part.title for part in each.form.parts)
            for each in offers
        }
        self.fields["template"] = forms.ChoiceField(
            label="Which template do you want to begin on?",
            choices=[(each.form.code, str(each.form)) for each in offers],
            widget=forms.RadioSelect(attrs={"hints": hints}),
            error_messages={
                "required": "Select which template to begin on",
                "invalid_choice": "That template is not offered any more. Select "
                "another.",
            },
        )


def _of_part(part: Part | None) -> dict[str, Any]:
    return {"title": part.title, "lead": part.lead} if part else {}


def _of_question(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    return {"label": question.label, "hint": question.hint, "kind": question.kind}
