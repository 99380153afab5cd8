"""Actions as a list shows them: their owners brought along as words, in one statement.

A list shows hundreds of owners and needs two words of each, so they are read as plain
values and not as rows of three tables.
"""

from collections import defaultdict

from dueregard.partners.everyone import Everyone

from .models import Action, ActionOwner

NOBODY = "Nobody named"
TO_BE_CONFIRMED = "To be confirmed"


def with_owners(actions: list[Action]) -> list[Action]:
    """The same actions, each with `owner_words` and `has_unsettled_owner`.

    `settled_words` leave out words that nobody has settled: those may be a name.
    """
    words: dict[int, list[str]] = defaultdict(list)
    settled: dict[int, list[str]] = defaultdict(list)
    unsettled = set()
    owners = ActionOwner.objects.filter(action__in=[action.pk for action in actions])
    for key, text, post, organisation, everyone, stays in owners.values_list(
        "action_id",
        "text",
        "post__title",
        "organisation__name",
        "everyone",
        "stays_as_text",
    ):
        meant = post or organisation or (everyone and Everyone(everyone).label)
        words[key].append(str(meant or text))
        if meant:
            settled[key].append(str(meant))
        if not meant and not stays:
            unsettled.add(key)
    for action in actions:
        action.owner_words = "; ".join(words[action.pk]) or NOBODY
        action.settled_words = "; ".join(settled[action.pk]) or TO_BE_CONFIRMED
        action.has_unsettled_owner = action.pk in unsettled
    return actions
