"""Plans of Marlbrook in any state, with groups and actions."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from dueregard.accounts.tests.factories import AuthorityFactory, PersonFactory
from dueregard.plans.models import Action, Group, Plan, Section
from dueregard.plans.services.ratings import rate


class PlanFactory(DjangoModelFactory):
    """An empty draft for 2026-27."""

    class Meta:
        model = Plan

    authority = factory.SubFactory(AuthorityFactory)
    drafted_by = factory.SubFactory(PersonFactory)
    title = "Prevent delivery plan 2026-27"
    starts_on = date(2026, 4, 1)
    ends_on = date(2027, 3, 31)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    heading = "Local context"
    text = "Marlbrook has two market towns and a college."
    position = factory.Sequence(lambda n: n + 1)


class GroupFactory(DjangoModelFactory):
    """A priority; give `parent` for an objective."""

    class Meta:
        model = Group

    plan = factory.SubFactory(PlanFactory)
    level = factory.LazyAttribute(lambda group: 2 if group.parent else 1)
    parent = None
    number = factory.Sequence(lambda n: str(n + 1))
    title = "Know the local risk"
    position = factory.Sequence(lambda n: n + 1)


class ActionFactory(DjangoModelFactory):
    """An action of a priority, not started and without a date."""

    class Meta:
        model = Action

    plan = factory.SubFactory(PlanFactory)
    group = factory.LazyAttribute(
        lambda action: action.plan.groups.first() or GroupFactory(plan=action.plan)
    )
    ref = factory.Sequence(lambda n: f"made-{n + 1}")
    text = "Brief every head teacher on the referral pathway"
    position = factory.Sequence(lambda n: n + 1)

    @classmethod
    def _create(cls, model, *args, **fields):
        action = model(*args, **fields)
        rate(action)
        action.save()
        return action
