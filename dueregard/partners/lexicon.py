"""Every name that an authority's owners are known by, read in four queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, Value

from dueregard import clock
from dueregard.accounts.models import Authority, Membership, Organisation

from .everyone import PHRASES, Everyone
from .models import OwnerName, Post, PostHolding
from .names import Word, exact_key, key_of, normalise, person_key
from .targets import Match, Target

DECIDED = "Decided before for the same words"


@dataclass
class KnownPerson:
    """Somebody of this authority: the posts they hold today, and those they held."""

    name: str
    posts_today: list[Target] = field(default_factory=list)
    posts_before: list[tuple[Target, date]] = field(default_factory=list)


@dataclass
class Lexicon:
    """Names by their key. Posts, organisations and shared owners in `names`; people
    apart, because a person's name must agree in every letter."""

    names: dict[str, dict[Target, str]]
    people: dict[str, list[KnownPerson]]
    decisions: dict[str, tuple[Match, ...]]
    organisation_of: dict[int, int]
    longest: int = 0

    def __post_init__(self) -> None:
        keys = [*self.names, *self.people]
        longest = max((len(key.split()) for key in keys), default=0)
        self.longest = longest + 1  # a person's title may stand in front

    def matches_for(self, words: Sequence[Word]) -> list[Match]:
        """All that exactly these words name; more than one is an open question."""
        found = self.names.get(key_of(words), {})
        matches = [Match(target, why) for target, why in found.items()]
        for person in self.people_named(words):
            why = f"{person.name} holds this post today"
            matches += [Match(target, why) for target in person.posts_today]
        return matches

    def sure_match(self, words: Sequence[Word]) -> Match | None:
        """The one thing that these words name, if it is one."""
        matches = self.matches_for(words)
        if len(matches) != 1 or len(self.people_named(words)) > 1:
            return None
        return matches[0]

    def name_a_person(self, words: Sequence[Word]) -> bool:
        return key_of(words) not in self.names and bool(self.people_named(words))

    def people_named(self, words: Sequence[Word]) -> list[KnownPerson]:
        return self.people.get(exact_key(words), [])


def read(authority: Authority) -> Lexicon:
    """Read what is known at `authority`, whatever the number of names to resolve."""
    names: dict[str, dict[Target, str]] = defaultdict(dict)
    for key, everyone in PHRASES.items():
        names[key][Target.of_everyone(everyone)] = "These words mean everyone"
    _add_organisations(names, authority)
    targets, organisation_of = _add_posts(names, authority)
    people = _people(authority, targets)
    decisions = _decisions(authority, targets)
    return Lexicon(dict(names), people, decisions, organisation_of)


def _add_organisations(names: dict, authority: Authority) -> None:
    for organisation in Organisation.objects.filter(authorities=authority):
        target = Target(organisation.name, organisation_id=organisation.pk)
        for name in (organisation.name, organisation.short_name):
            if key := normalise(name):
                names[key].setdefault(target, "This is the organisation's name")


def _add_posts(names: dict, authority: Authority):
    """Each title alone, and with its organisation's name before or after it."""
    rows = (
        Post.objects.in_use()
        .filter(authority=authority)
        .order_by("pk", "other_names__name")
        .values_list(
            "pk",
            "title",
            "organisation_id",
            "organisation__name",
            "organisation__short_name",
            "other_names__name",
        )
    )
    targets: dict[int, Target] = {}
    organisation_of: dict[int, int] = {}
    for pk, title, organisation_id, organisation, short_name, other in rows:
        target = Target(f"{title}, {organisation}", post_id=pk)
        targets[pk], organisation_of[pk] = target, organisation_id
        for name, why in ((title, "title"), (other, "other title")):
            for wording in _wordings(name or "", organisation, short_name):
                names[normalise(wording)].setdefault(
                    target, f"This is the post's {why}"
                )
    names.pop("", None)
    return targets, organisation_of


def _wordings(title: str, *organisation_names: str) -> list[str]:
    if not title:
        return []
    qualified = [name for name in organisation_names if name]
    return [
        title,
        *(f"{title} {name}" for name in qualified),
        *(f"{name} {title}" for name in qualified),
    ]


def _people(
    authority: Authority, targets: dict[int, Target]
) -> dict[str, list[KnownPerson]]:
    """People who serve the authority today, or hold or held one of its posts."""
    known: dict[int, KnownPerson] = {}
    today = clock.today()
    for person_id, name, post_id, starts_on, ends_on in _rows_of_people(authority):
        person = known.setdefault(person_id, KnownPerson(name))
        if post_id not in targets or starts_on > today:
            continue
        if ends_on and ends_on < today:
            person.posts_before.append((targets[post_id], ends_on))
        elif targets[post_id] not in person.posts_today:
            person.posts_today.append(targets[post_id])
    people: dict[str, list[KnownPerson]] = defaultdict(list)
    for person in known.values():
        if key := person_key(person.name):
            people[key].append(person)
    return dict(people)


def _rows_of_people(authority: Authority):
    """(person, name, post or None, from, until), holdings and roles in one query."""
    holdings = PostHolding.objects.filter(post__authority=authority).order_by()
    serving = Membership.objects.in_force().filter(authority=authority).order_by()
    no_post = Value(None, output_field=BigIntegerField())
    return holdings.values_list(
        "person_id", "person__name", "post_id", "starts_on", "ends_on"
    ).union(
        serving.values_list(
            "person_id", "person__name", no_post, "starts_on", "ends_on"
        )
    )


def _decisions(
    authority: Authority, posts: dict[int, Target]
) -> dict[str, tuple[Match, ...]]:
    """What was decided before. When a post it chose has been closed since, the
    question is open again."""
    rows = OwnerName.objects.filter(authority=authority).order_by("key", "targets__pk")
    decisions: dict[str, list[Match]] = defaultdict(list)
    reopened: set[str] = set()
    for key, post_id, organisation_id, organisation, everyone in rows.values_list(
        "key",
        "targets__post_id",
        "targets__organisation_id",
        "targets__organisation__name",
        "targets__everyone",
    ):
        matches = decisions[key]
        if post_id and post_id not in posts:
            reopened.add(key)
        elif post_id:
            matches.append(Match(posts[post_id], DECIDED))
        elif organisation_id:
            target = Target(organisation, organisation_id=organisation_id)
            matches.append(Match(target, DECIDED))
        elif everyone:
            matches.append(Match(Target.of_everyone(Everyone(everyone)), DECIDED))
    return {
        key: tuple(found) for key, found in decisions.items() if key not in reopened
    }
