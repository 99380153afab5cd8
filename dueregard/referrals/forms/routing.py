"""Where referrals go, and what a destination said."""

from django import forms

from dueregard import clock
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import Delivery, Destination
from ..printing.formats import Format
from ..rules import RECEIVERS
from .told_code import told_code

Way = Destination.Way
NOBODY_REFERRED = "Do not name anybody who was referred."


class BecauseForm(forms.Form):
    """Why: kept with the destination."""

    because = forms.CharField(
        label="Why?",
        help_text=NOBODY_REFERRED,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
    )


class AssureForm(BecauseForm):
    """What the data protection officer checked."""

    def __init__(self, data) -> None:
        super().__init__(data)
        because = self.fields["because"]
        because.label = "What did you check?"
        because.help_text = (
            "For example: a shared mailbox of the safeguarding team, mail between the "
            "two is always encrypted, who reads it. " + NOBODY_REFERRED
        )
        because.error_messages["required"] = "Enter what you checked"


class DestinationForm(BecauseForm):
    """The place, the way and its clock."""

    kind = forms.ChoiceField(
        label="Who is it?",
        choices=Destination.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who it is"},
    )
    name = forms.CharField(
        label="Name",
        help_text="For example, Fernshire Police Prevent gateway.",
        max_length=200,
        error_messages={"required": "Enter the name"},
    )
    area = forms.CharField(
        label="Area",
        help_text="The council’s area. Only for another area or a county.",
        max_length=200,
        required=False,
    )
    way = forms.ChoiceField(
        label="How do referrals get there?",
        choices=Way.choices,
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    Way.SIGN_IN: "Only for the police gateway and your own council.",
                    Way.LINK: "Somebody rings them with the code.",
                    Way.ATTACHMENT: "Only to an address that the data protection "
                    "officer assured.",
                }
            }
        ),
        error_messages={"required": "Select how referrals get there"},
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="A mailbox that more than one person reads.",
        required=False,
    )
    telephone = forms.CharField(
        label="Telephone number",
        help_text="On which somebody answers in working hours.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"width": 20}),
    )
    working_days = forms.IntegerField(
        label="Working days to say that they have it",
        help_text="1 is the next working day.",
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.NumberInput(attrs={"width": 3}),
        error_messages={
            "required": "Enter how many working days",
            "min_value": "Working days must be 1 or more",
            "max_value": "Working days must be 20 or fewer",
        },
    )
    field_order = [
        "kind",
        "name",
        "area",
        "way",
        "email",
        "telephone",
        "working_days",
        "because",
    ]

    def clean(self):
        given = super().clean()
        kind, way = given.get("kind"), given.get("way")
        if way == Way.SIGN_IN and kind and kind not in RECEIVERS:
            self.add_error(
                "way",
                "Select a link or an attachment: nobody of a county or of another "
                "area signs in here",
            )
        leaves = way in (Way.LINK, Way.ATTACHMENT) and "email" not in self.errors
        if leaves and not given.get("email"):
            self.add_error("email", "Enter the e-mail address that it goes to")
        if way == Way.LINK and not given.get("telephone"):
            self.add_error("telephone", "Enter the number on which the code is told")
        return given


class ChangeDestinationForm(Versioned, DestinationForm):
    """The same, carrying the version that was shown."""

    def __init__(self, data, *, destination: Destination) -> None:
        names = [name for name in DestinationForm.base_fields if name != "because"]
        shown = {name: getattr(destination, name) for name in names}
        super().__init__(data, initial=shown | {"version": destination.version})


class WordForm(forms.Form):
    """The word that the destination read from the test form."""

    word = forms.CharField(
        label="Which word stands on the test form?",
        help_text="Six letters or numbers. Ask them to read it to you.",
        max_length=20,
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off"}),
        error_messages={"required": "Enter the word"},
    )


def their_reference() -> forms.CharField:
    return forms.CharField(
        label="Police reference",
        help_text="From the police’s own system (PCMT), if you have it.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off"}),
    )


class AcknowledgeForm(forms.Form):
    """Nothing more is asked; the police may give their reference."""

    def __init__(self, data, *, delivery: Delivery) -> None:
        super().__init__(data)
        if delivery.destination.kind == Destination.Kind.POLICE:
            self.fields["their_reference"] = their_reference()


class ReportedForm(AcknowledgeForm):
    """What a destination said by telephone or mail."""

    who = forms.CharField(
        label="Who told you?",
        help_text="Their name and role.",
        max_length=200,
        error_messages={"required": "Enter who told you"},
    )
    on = DatePartsField(label="On which day?", subject="The day")

    def __init__(self, data, *, delivery: Delivery) -> None:
        super().__init__(data, delivery=delivery)
        self.initial["on"] = clock.today()


class CodeForm(forms.Form):
    """The code that was told by telephone, and what the form is wanted as."""

    code = told_code()
    format = forms.ChoiceField(
        label="How do you want the form?",
        choices=Format.choices,
        initial=Format.PDF,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you want the form"},
    )


class NameForm(forms.Form):
    """Who says, by link, that the referral is there."""

    who = forms.CharField(
        label="Your name and role",
        max_length=200,
        error_messages={"required": "Enter your name and role"},
    )


class TakeForm(forms.Form):
    """The form as a file, for one destination of the table."""

    destination = forms.ModelChoiceField(
        Destination.objects.none(),
        label="For whom is it?",
        empty_label="Select a destination",
        error_messages={"required": "Select for whom it is"},
    )
    format = forms.ChoiceField(
        label="As what?",
        choices=Format.choices,
        initial=Format.PDF,
        widget=forms.RadioSelect,
        error_messages={"required": "Select as what"},
    )

    def __init__(self, data, *, authority) -> None:
        super().__init__(data)
        in_use = Destination.objects.in_use().filter(authority=authority)
        self.fields["destination"].queryset = in_use


class AskAreaForm(forms.Form):
    """Another area of the table."""

    destination = forms.ModelChoiceField(
        Destination.objects.none(),
        label="Which area?",
        help_text="An area that is not listed is added under Destinations first.",
        empty_label="Select an area",
        error_messages={"required": "Select an area"},
    )

    def __init__(self, data, *, authority) -> None:
        super().__init__(data)
        in_use = Destination.objects.in_use().filter(authority=authority)
        self.fields["destination"].queryset = in_use.filter(
            kind=Destination.Kind.OTHER_AREA
        )


class AcceptedForm(forms.Form):
    """What another area wrote."""

    words = forms.CharField(
        label="Who accepted it, and how?",
        help_text="Name, role and their reference: it must be in writing.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter who accepted it, and how"},
    )
    on = DatePartsField(label="On which day?", subject="The day")
