"""Narrowing a list of actions. What is chosen stands in the URL and is kept."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from dueregard import clock

from . import rag
from .models import Action, ActionOwner

DUE_CHOICES = [
    ("overdue", "Overdue"),
    ("30", "Due in the next 30 days"),
    ("90", "Due in the next 90 days"),
    ("ongoing", "Ongoing"),
    ("none", "No date given"),
]
UNSETTLED = "unsettled"


class ActionFilter(django_filters.FilterSet):
    """Owner, organisation, status, rating, date, and what still needs a look."""

    status = django_filters.MultipleChoiceFilter(
        choices=Action.Status,
        label="Status",
        distinct=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    rag = django_filters.MultipleChoiceFilter(
        choices=rag.Rag,
        label="Rating",
        method="by_rating",
        distinct=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    due = django_filters.ChoiceFilter(
        choices=DUE_CHOICES, label="Due", method="by_due", empty_label="Any time"
    )
    owner = django_filters.ChoiceFilter(
        choices=[], label="Owner", method="by_owner", empty_label="Anyone"
    )
    organisation = django_filters.ChoiceFilter(
        choices=[], label="Organisation", method="by_organisation", empty_label="Any"
    )
    look = django_filters.ChoiceFilter(
        choices=[("uncertain", "Uncertain since the import")],
        label="Needs a look",
        method="by_look",
        empty_label="All actions",
    )

    class Meta:
        model = Action
        fields: list[str] = []

    def __init__(self, data, queryset, *, plan, posts):
        super().__init__(data, queryset=queryset)
        self.plan = plan
        if not plan.is_draft:
            del self.filters["look"]
        owners, organisations = [(UNSETTLED, "Owner not settled yet")], {}
        for pk, title, organisation, name in posts.values_list(
            "pk", "title", "organisation_id", "organisation__name"
        ):
            owners.append((str(pk), title))
            organisations[str(organisation)] = name
        # a form copies its lists of choices down to the last word, but not a function
        self.filters["owner"].extra["choices"] = lambda: owners
        self.filters["organisation"].extra["choices"] = organisations.items

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.data.getlist(name) for name in self.filters)

    def by_rating(self, queryset, name, ratings):
        if not self.plan.is_agreed:
            return queryset if rag.Rag.NOT_RATED in ratings else queryset.none()
        wanted, today = Q(), clock.today()
        for rating in ratings:
            wanted |= rag.of_agreed(rating, today)
        return queryset.filter(wanted)

    def by_due(self, queryset, name, value):
        today = clock.today()
        if value == "overdue":
            return queryset.overdue()
        if value == "ongoing":
            return queryset.filter(is_ongoing=True)
        if value == "none":
            return queryset.filter(due_on__isnull=True, is_ongoing=False)
        until = today + timedelta(days=int(value))
        return queryset.open().filter(due_on__gte=today, due_on__lte=until)

    def by_owner(self, queryset, name, value):
        owners = ActionOwner.objects.filter(action=OuterRef("pk"))
        if value == UNSETTLED:
            return queryset.filter(Exists(owners.unsettled()))
        return queryset.filter(Exists(owners.filter(post_id=int(value))))

    def by_organisation(self, queryset, name, value):
        owners = ActionOwner.objects.filter(action=OuterRef("pk"))
        theirs = Q(organisation_id=int(value)) | Q(post__organisation_id=int(value))
        return queryset.filter(Exists(owners.filter(theirs)))

    def by_look(self, queryset, name, value):
        return queryset.filter(is_certain=False)
