"""To whom a late task is taken at each step, or why to nobody."""

from collections.abc import Iterable

from dueregard.accounts.models import Person

from .models import Escalation, Step, Task
from .people import coordinators_of, holders_of, leads_of, organisations_of

Outcome = Escalation.Outcome
Answer = tuple[str, list[Person]]


class Addressees:
    """Whom the steps of `tasks` reach today, read in a few statements for them all."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        listed = list(tasks)
        self.holders = holders_of(task.post_id for task in listed if task.post_id)
        self.homes = organisations_of(listed)
        self.leads = leads_of(
            (task.authority_id, home) for task in listed if (home := self._home(task))
        )
        self.coordinators = coordinators_of(task.authority_id for task in listed)

    def of(self, task: Task, step: str) -> Answer:
        """The outcome of taking `task` to `step` now, and who is written to."""
        if step == Step.CHAIR:
            return Outcome.LISTED, []
        if step == Step.OWNER:
            return _those_with_address(self.owners(task), Outcome.VACANT)
        if step == Step.COORDINATOR:
            found = self.coordinators.get(task.authority_id, [])
            return _those_with_address(found, Outcome.NOBODY)
        owners = {person.pk for person in self.owners(task)}
        leads = self.leads.get((task.authority_id, self._home(task) or 0), [])
        others = [person for person in leads if person.pk not in owners]
        return _those_with_address(others, Outcome.NO_LEAD)

    def owners(self, task: Task) -> list[Person]:
        """Who owes it: the person, or whoever holds the post today."""
        if task.person is not None:
            return [task.person]
        return self.holders.get(task.post_id or 0, [])

    def _home(self, task: Task) -> int | None:
        """The organisation that answers for the task."""
        return task.post.organisation_id if task.post else self.homes.get(task.pk)


def _those_with_address(people: list[Person], nobody: str) -> Answer:
    """Somebody without an address, or whose account sleeps, cannot be written to."""
    if not people:
        return nobody, []
    reached = [one for one in people if one.email and one.is_active]
    return (Outcome.SENT, reached) if reached else (Outcome.NO_ADDRESS, [])
