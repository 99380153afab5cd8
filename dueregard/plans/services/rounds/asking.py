"""Whom a round asks about its actions, and whom it cannot reach and why.

Reads in a fixed number of statements, however many actions there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.models import Membership, Organisation, Person
from dueregard.partners.models import Post
from dueregard.partners.reach import Reach, reach_of_all

from ...models import ActionOwner, Plan

READ = (
    "action_id",
    "text",
    "post_id",
    "organisation_id",
    "everyone",
    "stays_as_text",
)


@dataclass
class Addressee:
    """Somebody who gets a mail: for which posts, about which actions."""

    person: Person
    posts: dict[int, Post] = field(default_factory=dict)
    refs: list[str] = field(default_factory=list)


@dataclass
class Gap:
    """An owner whom no mail reaches: why, where to put it right, for which actions."""

    who: str
    why: str
    url: str
    mend: str
    refs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ask:
    """That an action's owner is asked: a post, or a person for their organisation."""

    action_id: int
    post: Post | None = None
    person: Person | None = None


@dataclass
class Asking:
    """What opening a round would do."""

    actions: list[tuple[int, str]] = field(default_factory=list)
    asks: dict[tuple, Ask] = field(default_factory=dict)
    people: dict[int, Addressee] = field(default_factory=dict)
    gaps: dict[tuple, Gap] = field(default_factory=dict)

    @property
    def addressees(self) -> list[Addressee]:
        return sorted(
            self.people.values(), key=lambda one: (one.person.name, one.person.pk)
        )


def who_is_asked(plan: Plan, keys: Iterable[int]) -> Asking:
    """Whom a round about the actions `keys` of `plan` would ask."""
    return _Reader(plan).read(keys)


class _Reader:
    """Reads who answers at the plan's authority once, then goes through the owners."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.found = Asking()
        self.refs: dict[int, str] = {}
        self.told: set[tuple[int, str]] = set()

    def read(self, keys: Iterable[int]) -> Asking:
        chosen = self.plan.actions.filter(pk__in=list(keys)).order_by("position", "pk")
        self.found.actions = list(chosen.values_list("pk", "ref"))
        self.refs = dict(self.found.actions)
        rows = ActionOwner.objects.filter(action__in=list(self.refs))
        rows = rows.order_by("action__position", "position", "pk")
        owners = list(rows.values_list(*READ, named=True))
        self._know(owners)
        named = set()
        for owner in owners:
            named.add(owner.action_id)
            self._owner(owner)
        for key, ref in self.found.actions:
            if key not in named:
                self._gap("Nobody", "is named as owner", self._action_url(key), ref)
        return self.found

    def _know(self, owners: list[Any]) -> None:
        authority = self.plan.authority
        self.reach: dict[str, Reach] = {}
        if any(owner.everyone for owner in owners):
            self.reach = reach_of_all(authority)
        posts = Post.objects.filter(authority=authority).with_holders()
        self.posts = {post.pk: post for post in posts}
        wanted = {owner.organisation_id for owner in owners if owner.organisation_id}
        self.bodies = Organisation.objects.in_bulk(wanted) if wanted else {}
        self.members: dict[int, list[Person]] = defaultdict(list)
        members = Membership.objects.in_force().filter(
            role=Role.ACTION_OWNER, authority=authority, organisation__in=wanted
        )
        for member in members.select_related("person") if wanted else ():
            self.members[member.organisation_id].append(member.person)

    def _owner(self, owner: Any) -> None:
        key = owner.action_id
        if owner.post_id:
            self._post(key, self.posts.get(owner.post_id), owner.text)
        elif owner.organisation_id:
            self._organisation(key, self.bodies[owner.organisation_id])
        elif owner.everyone:
            self._everyone(key, self.reach[owner.everyone])
        elif owner.stays_as_text:
            url = self._action_url(key)
            self._gap(owner.text, "names no post or organisation", url, self.refs[key])
        else:
            url = reverse("partners:owner_names", args=[self.plan.authority.slug])
            why = "is not settled yet"
            self._gap(owner.text, why, url, self.refs[key], "Say who is meant")

    def _post(self, key: int, post: Post | None, words: str) -> None:
        ref = self.refs[key]
        if post is None or post.closed_on:
            self._gap(words, "is a closed post", self._action_url(key), ref)
            return
        self.found.asks[key, "post", post.pk] = Ask(key, post=post)
        holdings = post.current_holdings()
        if not holdings:
            who = f"{post}, {post.organisation}"
            url = reverse("partners:appoint", args=[post.pk])
            self._gap(who, "is vacant", url, ref, "Appoint somebody")
        for holding in holdings:
            self._person(holding.person, ref, post)

    def _organisation(self, key: int, body: Organisation) -> None:
        if not self.members[body.pk]:
            url = reverse("accounts:invite", args=[self.plan.authority.slug])
            why = "has no action owner"
            self._gap(str(body), why, url, self.refs[key], "Add an action owner")
        for person in self.members[body.pk]:
            self.found.asks[key, "person", person.pk] = Ask(key, person=person)
            self._person(person, self.refs[key])

    def _everyone(self, key: int, reach: Reach) -> None:
        for post in reach.posts:
            self._post(key, self.posts[post.pk], post.title)
        url = reverse("partners:shared_owners", args=[self.plan.authority.slug])
        for body in reach.without_lead:
            self._gap(str(body), "has no lead post", url, self.refs[key], "Name one")

    def _person(self, person: Person, ref: str, post: Post | None = None) -> None:
        if not person.email or not person.is_active:
            why = "has no e-mail address" if not person.email else "has no account now"
            url = reverse("accounts:person", args=[person.pk])
            self._gap(str(person), why, url, ref, "See this person")
            return
        addressee = self.found.people.setdefault(person.pk, Addressee(person))
        if post:
            addressee.posts[post.pk] = post
        if (person.pk, ref) not in self.told:
            self.told.add((person.pk, ref))
            addressee.refs.append(ref)

    def _gap(
        self, who: str, why: str, url: str, ref: str, mend: str = "Change the owner"
    ) -> None:
        gap = self.found.gaps.setdefault((who, why), Gap(who, why, url, mend))
        if ref not in gap.refs:
            gap.refs.append(ref)

    def _action_url(self, key: int) -> str:
        return reverse("plans:action_edit", args=[self.plan.pk, key])
