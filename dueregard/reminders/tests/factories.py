"""Tasks, for the tests of every room that leaves something to be owed."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.tests.factories import PersonFactory
from dueregard.reminders.models import Task

KIND = "test.owed"
OWN_MAIL = "test.own_mail"
NEVER_CHASED = "test.never_chased"


class TaskFactory(DjangoModelFactory):
    """An open task, due in a fortnight; give `post` or `person`, and `authority`."""

    class Meta:
        model = Task

    room = Room.PLAN
    kind = KIND
    subject_id = factory.Sequence(str)
    title = factory.Sequence(lambda n: f"Report on action {n}")
    about = "Marlbrook plan: autumn round"
    url = "/plans/"
    source = "The co-ordinator's update round"
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))

    @factory.lazy_attribute
    def person(self):
        return None if getattr(self, "post", None) else PersonFactory()
