from django import forms
from django.core.exceptions import ValidationError

from dueregard.accounts.models import Organisation
from dueregard.ui.forms import RevealForm

from ..models import Learner, Place, Session
from ..proposing import Proposal
from .putting_in import one_of


class MatchForm(RevealForm):
    """For each who was there and is not matched yet: who in the register it is."""

    def __init__(
        self,
        data,
        *,
        session: Session,
        places: list[Place],
        proposals: dict[int, list[Proposal]],
        learners,
    ) -> None:
        super().__init__(data)
        self.session, self.places, self.learners = session, places, learners
        self.proposed = {
            str(each.learner.pk): each.learner
            for found in proposals.values()
            for each in found
        }
        self.reveals = {}
        for place in places:
            self._ask(place, proposals.get(place.pk, []))

    def clean(self):
        given = super().clean()
        for place in self.places:
            field = f"other_{place.pk}"
            if given.get(f"who_{place.pk}") == "other" and given.get(field):
                try:
                    given[f"learner_{place.pk}"] = one_of(
                        given[field], self.learners, self.session.authority
                    )
                except ValidationError as mistake:
                    self.add_error(field, mistake)
        return given

    def answers(self) -> list[tuple[Place, str, Learner | Organisation | None]]:
        """Each place that is decided: match with a learner, add to an organisation, or
        leave unnamed."""
        given, found = self.cleaned_data, []
        for place in self.places:
            who = given[f"who_{place.pk}"]
            if who == "new":
                found.append((place, "new", given[f"organisation_{place.pk}"]))
            elif who == "unnamed":
                found.append((place, "unnamed", None))
            elif who == "other":
                found.append((place, "match", given[f"learner_{place.pk}"]))
            elif who != "later":
                found.append((place, "match", self.proposed[who]))
        return found

    def _ask(self, place: Place, proposals: list[Proposal]) -> None:
        who, other = f"who_{place.pk}", f"other_{place.pk}"
        organisation = f"organisation_{place.pk}"
        words = [
            place.name,
            place.organisation or place.organisation_text,
            place.number,
        ]
        choices = [(str(each.learner.pk), _words(each)) for each in proposals]
        self.fields[who] = forms.ChoiceField(
            label=", ".join(str(word) for word in words if word),
            choices=[
                *choices,
                ("other", "Somebody else in the register"),
                ("new", "Somebody new: add them to the register"),
                ("unnamed", "Leave without a name: counts as present, and for nobody"),
                ("later", "Decide later"),
            ],
            initial="later",
            widget=forms.RadioSelect(attrs={"small": True}),
            error_messages={"required": f"Select who {place.name} is"},
        )
        self.fields[other] = forms.CharField(
            label=f"Staff number or name of {place.name} in the register",
            max_length=150,
            error_messages={"required": f"Enter the staff number of {place.name}"},
        )
        self.fields[organisation] = forms.ModelChoiceField(
            self.session.authority.organisations.all(),
            label=f"Organisation of {place.name}",
            initial=place.organisation_id,
            empty_label="Select an organisation",
            error_messages={"required": f"Select the organisation of {place.name}"},
        )
        self.reveals[who] = {"other": [other], "new": [organisation]}


def _words(proposal: Proposal) -> str:
    learner = proposal.learner
    facts = [learner.number, str(learner.organisation)]
    return f"{learner} ({', '.join(filter(None, facts))}): {proposal.why}"
