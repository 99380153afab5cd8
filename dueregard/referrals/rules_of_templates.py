"""Who writes an authority's own assessment templates, and what may be published.

`NEEDS` is the table of moves: what each asks of where a template stands. A draft is
published or thrown away; a template that has a published version is offered for new
assessments or not; one template, those that came with the service included, is always
offered.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person

from .assessment_templates import Template

MOST_PARTS = 20
MOST_QUESTIONS = 60  # of a part
MOST_IN_ALL = 200
LONGEST_TITLE = 200  # characters, of the template and of a part
LONGEST_LEAD = 2_000
LONGEST_LABEL = 300
LONGEST_HINT = 1_000

NO_DRAFT = (
    "There is no draft any more: somebody published it or threw it away. If you typed "
    "something, copy it, then write a new version."
)
DRAFT_IS_OPEN = "A new version is being written already. Go on with that draft."
PUBLISH_FIRST = "Publish a version first."
IS_OFFERED = "It is offered already."
IS_NOT_OFFERED = "It is not offered for new assessments."
LAST_OFFERED = (
    "Offer another template first: new assessments need one to begin on, and no other "
    "is offered."
)
NO_PARTS = "Add a part: this draft has none."


@dataclass(frozen=True)
class Standing:
    """Where a template stands, as the moves ask it."""

    has_draft: bool = False
    is_published: bool = False
    is_offered: bool = False
    others_are_offered: bool = False


NEEDS: dict[str, tuple[tuple[str, bool, str], ...]] = {
    "write": (("has_draft", True, NO_DRAFT),),
    "publish": (("has_draft", True, NO_DRAFT),),
    "throw_away": (("has_draft", True, NO_DRAFT),),
    "begin_version": (("has_draft", False, DRAFT_IS_OPEN),),
    "offer": (
        ("is_published", True, PUBLISH_FIRST),
        ("is_offered", False, IS_OFFERED),
    ),
    "stop_offering": (
        ("is_offered", True, IS_NOT_OFFERED),
        ("others_are_offered", True, LAST_OFFERED),
    ),
}
"""By move: what must be so of where a template stands, and the sentence if not."""


def may_write_templates(user: Person, authority: Authority) -> None:
    if not user.holds(Role.COORDINATOR, authority):
        raise NotAllowed("Only a Prevent co-ordinator can write assessment templates.")


def must_stand(standing: Standing, move: str) -> None:
    """Raises NotNow with the sentence of the table."""
    for name, wanted, sentence in NEEDS[move]:
        if getattr(standing, name) is not wanted:
            raise NotNow(sentence)


def open_moves(standing: Standing) -> set[str]:
    """The moves that a page may offer now."""
    return {
        move
        for move, needs in NEEDS.items()
        if all(getattr(standing, name) is wanted for name, wanted, _ in needs)
    }


def must_fit(form: Template) -> None:
    """Raises NotNow when a template is longer than pages can show."""
    for part in form.parts:
        _at_most(len(part.questions), MOST_QUESTIONS, "questions in a part")
        _at_most(len(part.title), LONGEST_TITLE, "characters in a title")
        _at_most(len(part.lead), LONGEST_LEAD, "characters before the questions")
    for question in form.questions:
        _at_most(len(question.label), LONGEST_LABEL, "characters in a question")
        _at_most(len(question.hint), LONGEST_HINT, "characters in a hint")
    _at_most(len(form.parts), MOST_PARTS, "parts")
    _at_most(len(form.questions), MOST_IN_ALL, "questions in all")
    _at_most(len(form.title), LONGEST_TITLE, "characters in a title")
    _at_most(len(form.lead), LONGEST_LEAD, "characters before the parts")


def what_is_missing(form: Template) -> list[str]:
    """Why a draft cannot be published: sentences that name places, not words."""
    if not form.parts:
        return [NO_PARTS]
    missing = [
        f"Part {at} has no question. Add one, or remove the part."
        for at, part in enumerate(form.parts, 1)
        if not part.questions
    ]
    titles = ((f"part {at}", part.title) for at, part in enumerate(form.parts, 1))
    missing += [
        _sentence(f"{first} and {again} have the same title. Give one another.")
        for first, again in _alike(titles)
    ]
    labels = (
        (f"question {place} of part {at}", question.label)
        for at, part in enumerate(form.parts, 1)
        for place, question in enumerate(part.questions, 1)
    )
    missing += [
        _sentence(f"{first} and {again} say the same. Change one of them.")
        for first, again in _alike(labels)
    ]
    return missing


def same_words(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _alike(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The names of those whose words are the same, each with the first of them."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, words in named:
        places[_bare(words)].append(name)
    return [(first, again) for first, *more in places.values() for again in more]


def _bare(words: str) -> str:
    return " ".join(words.casefold().split())


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _at_most(number: int, most: int, what: str) -> None:
    if number > most:
        raise NotNow(f"A template has at most {most:,} {what}.")
