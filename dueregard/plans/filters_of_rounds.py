"""Narrowing what a round asks. What is chosen stands in the URL and is kept."""

import django_filters
from django.db.models import Exists, OuterRef, Q

from .models import RoundAction, RoundAsk


class RoundFilter(django_filters.FilterSet):
    """By answer, owner and priority."""

    state = django_filters.ChoiceFilter(
        choices=RoundAction.State, label="Answer", empty_label="Any"
    )
    owner = django_filters.ChoiceFilter(
        choices=[], label="Asked of", method="by_owner", empty_label="Anyone"
    )
    priority = django_filters.ChoiceFilter(
        choices=[], label="Priority", method="by_priority", empty_label="Any"
    )

    class Meta:
        model = RoundAction
        fields: list[str] = []

    def __init__(self, data, queryset, *, posts, priorities):
        super().__init__(data, queryset=queryset)
        owners = [
            (str(pk), f"{title}, {organisation}")
            for pk, title, organisation in posts.values_list(
                "pk", "title", "organisation__name"
            )
        ]
        kept = [
            (str(pk), f"{number} {title}".strip())
            for pk, number, title in priorities.values_list("pk", "number", "title")
        ]
        # a form copies its lists of choices down to the last word, but not a function
        self.filters["owner"].extra["choices"] = lambda: owners
        self.filters["priority"].extra["choices"] = lambda: kept

    def by_owner(self, queryset, name, value):
        asks = RoundAsk.objects.filter(asked=OuterRef("pk"), post_id=int(value))
        return queryset.filter(Exists(asks))

    def by_priority(self, queryset, name, value):
        key = int(value)
        return queryset.filter(
            Q(action__group_id=key) | Q(action__group__parent_id=key)
        )
