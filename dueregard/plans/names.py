"""Known people's names in what the public would read (practice PL 3).

Only people whom the authority knows are looked for, by their whole name. It is a
prompt to somebody who reads; nothing is taken out by machine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from .models import Audience, Plan


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
    public_actions = plan.actions.filter(audience=Audience.PUBLIC)
    for pk, ref, text in public_actions.values_list("pk", "ref", "text"):
        yield PublicText(f"action-{pk}-text", f"Action {ref}", text)


def find_names(plan: Plan) -> list[Finding]:
    """Where a known person of the plan's authority is named in a public text."""
    people = _known_people(plan)
    if not people:
        return []
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(re.escape(name) for name in people) + r")(?!\w)",
        re.IGNORECASE,
    )
    found = []
    for item in public_texts(plan):
        words = " ".join(item.text.split())
        for name in sorted({match.lower() for match in pattern.findall(words)}):
            found.append(Finding(item.place, item.label, item.text, people[name]))
    return found


def names_to_check(plan: Plan) -> list[Finding]:
    """What of `find_names` nobody has confirmed in its present wording."""
    confirmed = set(
        plan.name_confirmations.values_list("place", "person_id", "text_hash")
    )
    return [
        finding
        for finding in find_names(plan)
        if (finding.place, finding.person.pk, audit.text_hash(finding.text))
        not in confirmed
    ]


def _known_people(plan: Plan) -> dict[str, Person]:
    """By whole name in lower case; a single word is too common to look for."""
    people = Person.objects.filter(
        memberships__authority=plan.authority_id
    ).distinct()
    return {
        " ".join(person.name.split()).lower(): person
        for person in people
        if len(person.name.split()) > 1
    }
