"""Deciding what an owner's words mean, once, for every time they come."""

from collections.abc import Iterable

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit

from .. import registry
from ..events import OwnerNameEvent
from ..everyone import Everyone
from ..models import OwnerName, OwnerTarget, Post
from ..names import normalise
from ..rules import may_settle_names
from ..targets import Target
from .posts import add_post


@audit.atomic
def decide(
    authority: Authority,
    *,
    text: str,
    posts: Iterable[Post] = (),
    organisations: Iterable[Organisation] = (),
    everyone: str = "",
    by: Person,
) -> OwnerName:
    """Have `text`, however it is spelt, mean these from now on at `authority`.

    A later decision on the same words takes the place of an earlier one.

    Raises:
        NotAllowed: `by` may not decide this here.
        NotNow: nothing was chosen, or something of another authority.
    """
    may_settle_names(by, authority)
    posts, organisations = list(posts), list(organisations)
    if not (posts or organisations or everyone):
        raise NotNow("Select what these words mean.")
    _must_be_ours(authority, posts, organisations)
    owner_name = _keep(authority, text, by)
    _mean(owner_name, posts, organisations, everyone)
    audit.record(
        OwnerNameEvent.DECIDED,
        owner_name,
        by=by,
        text_hash=audit.text_hash(text),
        post_ids=sorted(post.pk for post in posts),
        organisation_ids=sorted(organisation.pk for organisation in organisations),
        everyone=everyone,
    )
    registry.tell(authority, owner_name.key)
    return owner_name


@audit.atomic
def decide_on(
    authority: Authority, *, text: str, target: Target, by: Person
) -> OwnerName:
    """Have `text` mean one target, as `resolve` proposed it.

    Raises:
        NotAllowed, NotNow: as `decide`.
    """
    return decide(
        authority,
        text=text,
        posts=Post.objects.filter(pk=target.post_id or 0),
        organisations=Organisation.objects.filter(pk=target.organisation_id or 0),
        everyone=target.everyone,
        by=by,
    )


@audit.atomic
def leave_as_text(authority: Authority, *, text: str, by: Person) -> OwnerName:
    """Decide that `text` names no owner that we know, and is to stay as it is written.

    Raises:
        NotAllowed: `by` may not decide this here.
    """
    may_settle_names(by, authority)
    owner_name = _keep(authority, text, by)
    hashed = audit.text_hash(text)
    audit.record(OwnerNameEvent.LEFT_AS_TEXT, owner_name, by=by, text_hash=hashed)
    registry.tell(authority, owner_name.key)
    return owner_name


@audit.atomic
def make_post_for(
    authority: Authority,
    *,
    text: str,
    organisation: Organisation,
    title: str,
    by: Person,
) -> Post:
    """Add the post that `text` names, vacant, and have the words mean it.

    Raises:
        NotAllowed, NotNow: as `add_post` and `decide`.
    """
    may_settle_names(by, authority)
    post = add_post(authority, organisation=organisation, title=title, by=by)
    decide(authority, text=text, posts=[post], by=by)
    return post


@audit.atomic
def undo_decision(owner_name: OwnerName, *, by: Person) -> None:
    """Forget what the words were decided to mean: they are to be settled again."""
    authority = owner_name.authority
    may_settle_names(by, authority)
    hashed = audit.text_hash(owner_name.text)
    audit.record(OwnerNameEvent.UNDONE, owner_name, by=by, text_hash=hashed)
    key = owner_name.key
    owner_name.delete()
    registry.tell(authority, key)


def _keep(authority: Authority, text: str, by: Person) -> OwnerName:
    """The row of these words, without targets.

    Raises:
        NotNow: the text has no words.
    """
    key = normalise(text)
    if not key:
        raise NotNow("These words are empty, so there is nothing to decide.")
    kept = {"text": text, "decided_by": by, "decided_at": clock.now()}
    owner_name, is_new = OwnerName.objects.select_for_update().update_or_create(
        authority=authority, key=key, defaults=kept
    )
    if not is_new:
        owner_name.targets.all().delete()
    return owner_name


def _mean(
    owner_name: OwnerName,
    posts: list[Post],
    organisations: list[Organisation],
    everyone: str,
) -> None:
    """Give the row its targets."""
    targets = [OwnerTarget(owner_name=owner_name, post=post) for post in posts]
    targets += [
        OwnerTarget(owner_name=owner_name, organisation=organisation)
        for organisation in organisations
    ]
    if everyone:
        code = Everyone(everyone).value
        targets.append(OwnerTarget(owner_name=owner_name, everyone=code))
    OwnerTarget.objects.bulk_create(targets)


def _must_be_ours(
    authority: Authority, posts: list[Post], organisations: list[Organisation]
) -> None:
    for post in posts:
        if post.authority_id != authority.pk or post.closed_on:
            raise NotNow(f"{post} is not a post of {authority} today.")
    ours = set(
        Organisation.objects.filter(
            authorities=authority, pk__in=[row.pk for row in organisations]
        ).values_list("pk", flat=True)
    )
    for organisation in organisations:
        if organisation.pk not in ours:
            raise NotNow(f"{organisation} does not work with {authority}.")
