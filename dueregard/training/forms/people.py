"""Which people of the register to list, and finding them among very many."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Person

from ..coverage.conditions import in_state
from ..coverage.states import Census, State
from ..models import Audience, Learner, LearnerRole, RoleGroup
from ..reach import organisations_by_name
from ..search import matching
from .coverage import FilterForm

HERE = [("", "Here now"), ("left", "Left"), ("all", "Everybody")]
NO_ROLE_GROUP = "none"
STATES = [("", "Any"), *State.choices, (NO_ROLE_GROUP, "In no role group")]
MOST = 1_000
PLACES_READ = 2 * (MOST + 1)


class LearnerFilterForm(FilterForm):
    """Which people to list; an answer that makes no sense is left out."""

    words = forms.CharField(
        label="Name or staff number", required=False, max_length=100
    )
    organisation = forms.ChoiceField(label="Organisation", required=False)
    role_group = forms.ChoiceField(label="Role group", required=False)
    state = forms.ChoiceField(label="How they stand", required=False, choices=STATES)
    audience = forms.ChoiceField(
        label="Who they are", required=False, choices=[("", "Any"), *Audience.choices]
    )
    here = forms.ChoiceField(label="Here or left", required=False, choices=HERE)

    def __init__(self, data, *, authority: Authority, user: Person) -> None:
        super().__init__(data)
        self.authority, self.user = authority, user
        organisations = organisations_by_name(user, authority).only("name")
        self.offer("organisation", organisations, "All organisations")
        groups = RoleGroup.objects.filter(authority=authority).only("name")
        self.offer("role_group", groups, "All role groups")

    @property
    def typed(self) -> str:
        return (self.chosen("words") or "").strip()

    def filtered(
        self, people: QuerySet[Learner], *, are_many: bool = False
    ) -> QuerySet[Learner]:
        """Those of `people` who were asked for."""
        people = people.filter(self._who())
        if self.chosen("state") == NO_ROLE_GROUP:
            places = LearnerRole.objects.filter(learner=OuterRef("pk"))
            people = people.filter(~Exists(places))
        elif self._asks_for_places():
            places = LearnerRole.objects.filter(self._which(), learner=OuterRef("pk"))
            people = people.filter(Exists(places))
        if self.typed:
            return matching(people, self.typed, are_many=are_many)
        return people

    def first(self, people: QuerySet[Learner]) -> list[int]:
        """The keys of the first of `filtered(people)` that come to hand, in no order:
        of all, or of one more than `MOST`. Quick on a register of any size, where
        `people` are all whom the reader may see."""
        are_few = self.chosen("audience") not in (None, Audience.STAFF)
        if are_few or not self._asks_for_places():
            found = self.filtered(people).order_by().values_list("pk", flat=True)
            return list(found[: MOST + 1])
        places = LearnerRole.objects.visible_to(self.user).kept()
        places = places.filter(self._which(), self._where(), authority=self.authority)
        if audience := self.chosen("audience"):
            places = places.filter(learner__audience=audience)
        if self.typed:
            found = matching(Learner.objects.all(), self.typed)
            places = places.filter(learner__in=found.values("pk"))
        return _first_people(places.order_by().values_list("learner", flat=True))

    def _who(self) -> Q:
        """What is asked of the person: here or left, organisation, audience."""
        audience = self.chosen("audience")
        return self._where() & (Q(audience=audience) if audience else Q())

    def _where(self) -> Q:
        """Here or left, and the organisation: kept with each place as with the person,
        so that places need no look at the people."""
        today, asked = clock.today(), Q()
        if self.chosen("here") == "left":
            asked &= Q(left_on__lte=today)
        elif self.chosen("here") is None:
            asked &= Q(left_on__isnull=True) | Q(left_on__gt=today)
        if organisation := self.chosen("organisation"):
            asked &= Q(organisation=organisation)
        return asked

    def as_facts(self) -> dict[str, Any]:
        """What was asked, as ids and codes, for the record of who took a list away;
        whether words were typed, and never which."""
        organisation, group = self.chosen("organisation"), self.chosen("role_group")
        return {
            "organisation_id": organisation.pk if organisation else None,
            "role_group_id": group.pk if group else None,
            "state": self.chosen("state"),
            "audience": self.chosen("audience"),
            "here": self.chosen("here"),
            "has_words": bool(self.typed),
        }

    def _asks_for_places(self) -> bool:
        state = self.chosen("state")
        return state != NO_ROLE_GROUP and bool(state or self.chosen("role_group"))

    def _which(self) -> Q:
        """What is asked of one of their places: role group, state, or both at once."""
        asked: dict[str, Any] = {}
        if group := self.chosen("role_group"):
            asked["role_group"] = group
        if state := self.chosen("state"):
            return Q(**asked) & in_state(state, Census(clock.today()))
        return Q(**asked)


def _first_people(places: QuerySet) -> list[int]:
    """The first people whose places come to hand, each once; one more than `MOST` when
    there are more. Hardly anybody has more than two places: then all are read."""
    read = list(places[:PLACES_READ])
    people = list(dict.fromkeys(read))
    if len(people) <= MOST and len(read) == PLACES_READ:
        people = list(places.distinct()[: MOST + 1])
    return people[: MOST + 1]
