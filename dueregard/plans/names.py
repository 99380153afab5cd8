"""Known people's names in what the public would read (practice PL 3).

Only people whom the authority knows are looked for, by their whole name. It is a
prompt to somebody who reads; nothing is taken out by machine.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from .models import Audience, Plan

_WORD_ENDS = re.compile(r"[^\w'’-]+|(?<=\w)['’]s\b")


@dataclass(frozen=True)
class Finding:
    """`person`'s name stands in `text`; `place` is a code such as "action-12-text"."""

    place: str
    label: str
    text: str
    person: Person


@dataclass(frozen=True)
class PublicText:
    """One text that the public page would show, and where it stands."""

    place: str
    label: str
    text: str


def public_texts(plan: Plan) -> Iterator[PublicText]:
    """Every text that a published `plan` would show to anyone, in page order."""
    yield PublicText("plan-title", "The plan's title", plan.title)
    for section in plan.sections.public():
        for name in ("heading", "text"):
            yield PublicText(
                f"section-{section.pk}-{name}",
                f"Section {section}",
                getattr(section, name),
            )
    groups = plan.groups.prefetch_related("success_measures", "intentions")
    for group in groups:
        for name in ("title", "narrative", "headline", "aim", "why"):
            yield PublicText(
                f"group-{group.pk}-{name}", str(group), getattr(group, name)
            )
        for measure in group.success_measures.all():
            yield PublicText(f"measure-{measure.pk}", str(group), measure.text)
        for intention in group.intentions.all():
            yield PublicText(f"intention-{intention.pk}", str(group), intention.text)
    for measure in plan.measures.public():
        for name in ("name", "definition", "source", "caveat"):
            yield PublicText(
                f"measure-{measure.pk}-{name}",
                f"Measure “{measure}”",
                getattr(measure, name),
            )
    public_actions = plan.actions.filter(audience=Audience.PUBLIC)
    for pk, ref, text in public_actions.values_list("pk", "ref", "text"):
        yield PublicText(f"action-{pk}-text", f"Action {ref}", text)


def names_in(text: str, authority: Authority) -> list[Person]:
    """The people known to `authority` whom `text` names."""
    people = _known_people(authority)
    return [people[name] for name in _names(text, people)]


def naming(texts: Iterable[str], authority: Authority) -> set[str]:
    """Which of `texts` name somebody known to `authority`; people are read once."""
    people = _known_people(authority)
    return {text for text in texts if _names(text, people)}


def find_names(plan: Plan) -> list[Finding]:
    """Where a known person of the plan's authority is named in a public text."""
    return find_names_in(public_texts(plan), plan.authority)


def find_names_in(texts: Iterable[PublicText], authority: Authority) -> list[Finding]:
    """Where somebody known to `authority` is named in one of `texts`."""
    people = _known_people(authority)
    return [
        Finding(item.place, item.label, item.text, people[name])
        for item in texts
        for name in _names(item.text, people)
    ]


def names_to_check(plan: Plan) -> list[Finding]:
    """What of `find_names` nobody has confirmed in its present wording."""
    return unconfirmed(plan, find_names(plan))


def unconfirmed(plan: Plan, findings: list[Finding]) -> list[Finding]:
    """Those of `findings` that nobody has confirmed, worded as they are."""
    confirmed = set(
        plan.name_confirmations.values_list("place", "person_id", "text_hash")
    )
    return [
        finding
        for finding in findings
        if (finding.place, finding.person.pk, audit.text_hash(finding.text))
        not in confirmed
    ]


def _names(text: str, people: dict[str, Person]) -> list[str]:
    words = f" {_WORD_ENDS.sub(' ', text).casefold()} "
    words = " ".join(words.split())
    return sorted(name for name in people if f" {name} " in f" {words} ")


def _known_people(authority: Authority) -> dict[str, Person]:
    """By whole name, folded; a single word is too common to look for."""
    people = Person.objects.filter(memberships__authority=authority).distinct()
    return {
        " ".join(_WORD_ENDS.sub(" ", person.name).casefold().split()): person
        for person in people
        if len(person.name.split()) > 1
    }
