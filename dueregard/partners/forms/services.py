"""Questions about the services of the directory."""

from datetime import date
from typing import Any

from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, offer

from ..ages import OLDEST, AgeBand
from ..models import Area, Service, ServiceSupport
from ..services import Offer

Support = ServiceSupport.Support


def whole_number(label: str, hint: str, *, most: int) -> forms.IntegerField:
    """A box for a whole number that may be left empty."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter it as a whole number, such as 12",
            "min_value": "Enter 0 or a higher number",
            "max_value": f"Enter {most} or a lower number",
        },
    )


class ServiceFilterForm(forms.Form):
    """Which services to list."""

    support = forms.ChoiceField(
        label="Support", required=False, choices=[("", "Any"), *Support.choices]
    )
    age = forms.ChoiceField(
        label="Age", required=False, choices=[("", "Any"), *AgeBand.choices]
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label="Area", required=False, empty_label="Any"
    )
    approved = forms.ChoiceField(
        label="Approved",
        required=False,
        choices=[("", "Any"), ("yes", "Approved"), ("no", "Not approved")],
    )
    third_sector = forms.BooleanField(label="Third sector only", required=False)
    closed = forms.BooleanField(label="No longer offered", required=False)

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        offer(self, "area", authority.areas.all())

    def filtered(self, services):
        """`services` as the answers ask; an answer that makes no sense is left out."""
        self.is_valid()
        asked = self.cleaned_data
        found = services.filter(closed_on__isnull=not asked.get("closed"))
        if support := asked.get("support"):
            found = found.giving(support)
        if asked.get("age"):
            band = AgeBand(asked["age"])
            found = found.for_ages(band.first, band.last)
        if area := asked.get("area"):
            found = found.within(area)
        if approved := asked.get("approved"):
            found = found.filter(approved_on__isnull=approved == "no")
        if asked.get("third_sector"):
            voluntary = Organisation.Sector.VOLUNTARY
            found = found.filter(organisation__sector=voluntary)
        return found

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.values())


class GapFilterForm(forms.Form):
    """Which area's gaps to show."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label="Area", required=False, empty_label="All areas"
    )

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        self.every_area = list(authority.areas.all())
        offer(self, "area", authority.areas.all())

    @property
    def areas(self) -> list[Area]:
        """The area that was chosen, or all of them."""
        self.is_valid()
        chosen = self.cleaned_data.get("area")
        return [chosen] if chosen else self.every_area


class ServiceForm(forms.Form):
    """What a provider says of a service."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Who provides it?",
        help_text="Not there? Add the organisation first.",
        empty_label="Select an organisation",
        error_messages={"required": "Select who provides it"},
    )
    name = forms.CharField(
        label="Name of the service",
        max_length=200,
        error_messages={"required": "Enter the name of the service"},
    )
    description = forms.CharField(
        label="What does it offer?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    supports = forms.MultipleChoiceField(
        label="What support does it give?",
        choices=Support.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"required": "Select what support it gives"},
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label="Which areas is it for?",
        help_text="Select none if it is for everywhere.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    age_from = whole_number("From what age?", "Left empty, from birth.", most=OLDEST)
    age_to = whole_number(
        "Up to what age?", "Left empty, there is no upper age.", most=OLDEST
    )
    capacity = whole_number(
        "How many people can it take on now?",
        "0 when it is full. Leave it empty when nobody said.",
        most=9999,
    )
    waiting_weeks = whole_number(
        "How many weeks is the wait?",
        "0 when there is none. Leave it empty when nobody said.",
        most=520,
    )
    asked_on = DatePartsField(
        label="When did the provider say so?",
        help_text="For capacity and the wait. Left empty, today.",
        subject="The day on which the provider said so",
        required=False,
    )
    contact = forms.CharField(
        label="How is it asked to take somebody on?",
        help_text="A shared mailbox or telephone number rather than a person’s.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", authority.organisations.all())
        areas = authority.areas.all()
        offer(self, "areas", areas)
        if not areas:
            del self.fields["areas"]

    def clean_asked_on(self) -> date | None:
        on: date | None = self.cleaned_data["asked_on"]
        if on and on > clock.today():
            raise forms.ValidationError(
                "The day on which the provider said so must not be in the future"
            )
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("age_from") or 0, given.get("age_to")
        if last is not None and last < first:
            self.add_error("age_to", "The highest age must not be below the lowest")
        return given

    def offer(self) -> Offer:
        """The answers as the service takes them."""
        given = {
            name: self.cleaned_data[name] for name in self.fields if name in OFFERED
        }
        said = (given["capacity"], given["waiting_weeks"])
        if said == (None, None):
            given["asked_on"] = None
        elif given["asked_on"] is None:
            given["asked_on"] = clock.today()
        given["age_from"] = given["age_from"] or 0
        given["areas"] = list(given.get("areas", ()))
        return Offer(**given)


OFFERED = frozenset(ServiceForm.base_fields)


class ChangeServiceForm(Versioned, ServiceForm):
    """What can be changed of a service, carrying the version that was shown."""

    def __init__(self, data, *, service: Service) -> None:
        shown = self._answers_of(service)
        super().__init__(
            data,
            initial={"version": service.version, **shown},
            authority=service.authority,
        )

    def saved_values(self, row) -> dict[str, Any]:
        return self._answers_of(row)

    @staticmethod
    def _answers_of(row: Service) -> dict[str, Any]:
        answers = {name: getattr(row, name) for name in OFFERED - {"supports"}}
        answers["areas"] = list(row.areas.all())
        answers["supports"] = [each.support for each in row.supports.all()]
        return answers


class ApproveServiceForm(forms.Form):
    """When it was agreed that referrals may be passed to a service."""

    approved_on = DatePartsField(
        label="When was it agreed?", subject="The day on which it was agreed"
    )

    def clean_approved_on(self) -> date:
        on: date = self.cleaned_data["approved_on"]
        if on > clock.today():
            raise forms.ValidationError(
                "The day on which it was agreed must not be in the future"
            )
        return on


class AreaForm(forms.Form):
    """A part of the authority that services are counted by."""

    name = forms.CharField(
        label="Name of the area",
        help_text="A district, town or ward. For example, Ashby Vale.",
        max_length=100,
        error_messages={"required": "Enter the name of the area"},
    )
