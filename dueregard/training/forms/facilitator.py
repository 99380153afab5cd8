from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import Course, Facilitator


class FacilitatorForm(forms.Form):
    """Who runs workshops, and the accreditation that lets them."""

    name = forms.CharField(
        label="Name",
        max_length=150,
        error_messages={"required": "Enter the facilitator’s name"},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation",
        empty_label="Select an organisation",
        error_messages={"required": "Select an organisation"},
    )
    email = forms.EmailField(
        label="Work e-mail address",
        help_text="If they sign in here with it, their sessions are in their calendar.",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Enter an e-mail address in the correct format, like "
            "name@example.com"
        },
    )
    accreditation = forms.ModelChoiceField(
        Course.objects.none(),
        label="Accreditation",
        help_text="Some courses, such as WRAP, need a facilitator who has one.",
        required=False,
        empty_label="None",
    )
    accredited_on = DatePartsField(
        label="When was it given?",
        subject="The day the accreditation was given",
        required=False,
    )
    expires_on = DatePartsField(
        label="What is its last day?",
        help_text="Leave empty if it does not end. You get a task 90 days before.",
        subject="The last day of the accreditation",
        required=False,
    )

    def __init__(self, data, *, authority: Authority, initial=None) -> None:
        super().__init__(data, initial=initial)
        self.fields["organisation"].queryset = authority.organisations.all()
        self.fields["accreditation"].queryset = Course.objects.filter(
            authority=authority, is_accreditation=True
        )


class ChangeFacilitatorForm(Versioned, FacilitatorForm):
    """What can be changed, carrying the version that was shown."""

    def __init__(self, data, *, facilitator: Facilitator) -> None:
        shown = {
            name: getattr(facilitator, name) for name in FacilitatorForm.base_fields
        }
        shown |= {
            "version": facilitator.version,
            "organisation": facilitator.organisation_id,
            "accreditation": facilitator.accreditation_id,
        }
        super().__init__(data, authority=facilitator.authority, initial=shown)


class FacilitatorLeftForm(forms.Form):
    """From when somebody runs no more workshops."""

    left_on = DatePartsField(
        label="From which day?", subject="The day from which they run no more sessions"
    )

    def __init__(self, data) -> None:
        super().__init__(data, initial={"left_on": clock.today()})
