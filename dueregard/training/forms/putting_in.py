from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from dueregard.accounts.models import Authority, Organisation
from dueregard.ui.forms import RevealForm

from ..models import Learner, Session
from ..names import name_key, number_key

MANY = 20


def found_by(words: str, learners, authority: Authority) -> list[Learner]:
    """People whom `words` may mean: a staff number, or words of a name."""
    here = learners.kept().filter(authority=authority).select_related("organisation")
    keys = name_key(words).split()
    named = Q(pk__in=[])
    if keys:
        named = Q()
        for key in keys:
            named &= Q(name_key__contains=key)
    wanted = named | Q(number__iexact=words) | Q(number__iexact=number_key(words))
    return list(here.filter(wanted)[: MANY + 1])


def one_of(words: str, learners, authority: Authority) -> Learner:
    """The one person whom `words` mean.

    Raises:
        ValidationError: they mean nobody, or several.
    """
    found = found_by(words, learners, authority)
    exact = [each for each in found if each.number.casefold() == words.casefold()]
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise ValidationError(
            "Nobody in the register has that name or staff number. Check the spelling"
        )
    if len(found) > 1:
        named = ", ".join(
            f"{each} ({each.number or 'no number'}, {each.organisation})"
            for each in found[:5]
        )
        raise ValidationError(
            f"Enter the staff number, because several people match: {named}"
        )
    return found[0]


class PutInForm(RevealForm):
    """Somebody who gets a place by hand: of the register, or typed."""

    who = forms.ChoiceField(
        label="Who is it?",
        choices=[
            ("register", "Somebody in the register"),
            ("typed", "Somebody who is not in the register"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who it is"},
    )
    known = forms.CharField(
        label="Staff number or name",
        max_length=150,
        error_messages={"required": "Enter the staff number or name"},
    )
    name = forms.CharField(
        label="Name",
        max_length=150,
        error_messages={"required": "Enter the name"},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation",
        required=False,
        empty_label="Another, or not known",
    )
    organisation_text = forms.CharField(
        label="Another organisation", required=False, max_length=200
    )
    number = forms.CharField(label="Staff number", required=False, max_length=40)
    email = forms.EmailField(
        label="Work e-mail address",
        help_text="The confirmation, reminders and any change go there.",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Enter an e-mail address in the correct format, like "
            "name@example.com"
        },
    )
    needs = forms.CharField(
        label="What would help them take part?",
        help_text="For example, a hearing loop or a step-free room. Leave out anything "
        "else about their health.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reveals = {
        "who": {
            "register": ["known"],
            "typed": ["name", "organisation", "organisation_text", "number", "email"],
        }
    }

    def __init__(self, data, *, session: Session, learners) -> None:
        super().__init__(data)
        self.session, self.learners = session, learners
        self.fields["organisation"].queryset = session.authority.organisations.all()

    def clean(self):
        given = super().clean()
        if given.get("who") == "register" and given.get("known"):
            try:
                given["learner"] = one_of(
                    given["known"], self.learners, self.session.authority
                )
            except ValidationError as mistake:
                self.add_error("known", mistake)
        return given

    def answers(self) -> dict:
        """The answers as the services take them."""
        given = self.cleaned_data
        if given["who"] == "typed":
            names = ("name", "organisation", "organisation_text", "number", "email")
            return {**{name: given[name] for name in names}, "needs": given["needs"]}
        learner = given["learner"]
        return {
            "learner": learner,
            "name": str(learner),
            "organisation": learner.organisation,
            "number": learner.number,
            "email": learner.email,
            "needs": given["needs"],
        }
