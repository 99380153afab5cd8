"""Who holds a post: appointing, ending, and handing a leaver's posts over."""

from collections.abc import Iterable
from datetime import date, timedelta

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person
from dueregard.accounts.services.memberships import LONGEST, add_person, invite
from dueregard.audit import services as audit

from .. import registry
from ..events import PostEvent
from ..models import Post, PostHolding
from ..people import people_of
from ..rules import may_keep_posts
from .posts import locked

ONE_DAY = timedelta(days=1)


@audit.atomic
def appoint(
    post: Post,
    *,
    person: Person,
    starts_on: date,
    ends_on: date | None = None,
    by: Person,
) -> PostHolding:
    """Have `person` hold `post` from `starts_on`, until `ends_on` when it is known.

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: it is closed; they have no role here; they hold it then already; or
            somebody else does, and it may not be shared.
    """
    may_keep_posts(by, post.authority)
    post = locked(post)
    _must_be_ours(person, post.authority)
    _must_be_open(post, person, starts_on, ends_on)
    holding = PostHolding.objects.create(
        post=post, person=person, starts_on=starts_on, ends_on=ends_on
    )
    audit.record(
        PostEvent.APPOINTED,
        post,
        by=by,
        holding_id=holding.pk,
        holder_id=person.pk,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    registry.tell(post.authority, None)
    return holding


@audit.atomic
def appoint_new_person(
    post: Post,
    *,
    name: str,
    starts_on: date,
    by: Person,
    email: str = "",
    ends_on: date | None = None,
) -> PostHolding:
    """Appoint somebody whom the service does not know yet. They become an action owner
    of the post's organisation. With `email` they are invited, and can be asked for
    updates by a link; without, they can do neither until somebody invites them.

    Raises:
        NotAllowed: `by` may not change posts, or add action owners, here.
        NotNow: as `appoint`.
    """
    may_keep_posts(by, post.authority)
    role = {
        "authority": post.authority,
        "organisation": post.organisation,
        "role": Role.ACTION_OWNER,
        "ends_on": clock.today() + LONGEST,
    }
    if email:
        person = invite(email, name=name, by=by, **role)
    else:
        person = add_person(name, by=by, **role)
    return appoint(post, person=person, starts_on=starts_on, ends_on=ends_on, by=by)


@audit.atomic
def end_holding(holding: PostHolding, *, ends_on: date, by: Person) -> None:
    """Give a holder their last day in the post, which is vacant from the day after.

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: they left it already, or the day is before they came.
    """
    may_keep_posts(by, holding.post.authority)
    post = locked(holding.post)
    holding.refresh_from_db()
    if holding.ends_on and holding.ends_on < clock.today():
        raise NotNow(f"{holding.person} left this post already.")
    if ends_on < holding.starts_on:
        raise NotNow("The last day must be on or after the first.")
    holding.ends_on = ends_on
    _must_not_reach_another(holding)
    holding.save(update_fields=["ends_on"])
    audit.record(
        PostEvent.HOLDING_ENDED,
        post,
        by=by,
        holding_id=holding.pk,
        holder_id=holding.person_id,
        ends_on=ends_on,
    )
    registry.tell(post.authority, None)


@audit.atomic
def hand_over(
    posts: Iterable[Post],
    *,
    authority: Authority,
    leaver: Person,
    to: Person,
    starts_on: date,
    by: Person,
) -> list[Post]:
    """Hand a leaver's posts over in one step: their last day is the day before
    `starts_on`, when `to` takes up each post. All of them or none (practice YR 6).

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: `to` is the leaver; or a post cannot be handed over then.
    """
    may_keep_posts(by, authority)
    if to == leaver:
        raise NotNow("Select somebody other than the person who is leaving.")
    _must_be_ours(to, authority)
    handed = []
    for post in sorted(posts, key=lambda post: post.pk):
        if post.authority_id != authority.pk:
            raise NotNow(f"{post} is not a post of {authority}.")
        handed.append(_hand_over(locked(post), leaver, to, starts_on, by))
    registry.tell(authority, None)
    return handed


def _hand_over(
    post: Post, leaver: Person, to: Person, starts_on: date, by: Person
) -> Post:
    held = post.holdings.not_ended().filter(person=leaver).order_by("starts_on")
    holding = held.first()
    if holding is None:
        raise NotNow(f"{leaver} does not hold {post}.")
    if holding.starts_on >= starts_on:
        raise NotNow(f"{leaver} takes up {post} on or after that day.")
    holding.ends_on = starts_on - ONE_DAY
    holding.save(update_fields=["ends_on"])
    overlapping = post.holdings.overlapping(starts_on, None)
    if not overlapping.filter(person=to).exists():
        _must_be_open(post, to, starts_on, None)
        PostHolding.objects.create(post=post, person=to, starts_on=starts_on)
    audit.record(
        PostEvent.HANDED_OVER,
        post,
        by=by,
        leaver_id=leaver.pk,
        holder_id=to.pk,
        starts_on=starts_on,
    )
    return post


def _must_be_ours(person: Person, authority: Authority) -> None:
    """A post is held by somebody of its authority, whom its readers may know of."""
    if not people_of(authority).filter(pk=person.pk).exists():
        raise NotNow(f"{person} has no role at {authority}. Add them there first.")


def _must_be_open(
    post: Post, person: Person, starts_on: date, ends_on: date | None
) -> None:
    """Call with the post locked, so that two appointments cannot both find it open."""
    if ends_on and ends_on < starts_on:
        raise NotNow("The last day must be on or after the first.")
    others = post.holdings.overlapping(starts_on, ends_on).select_related("person")
    for other in others:
        if other.person_id == person.pk:
            raise NotNow(f"{person} already holds {post} at that time.")
        if not post.allows_job_share:
            raise NotNow(
                f"{other.person} holds {post} at that time. Give them a last day "
                "first, or let the post be shared."
            )


def _must_not_reach_another(holding: PostHolding) -> None:
    """Moving a last day later must not run into the next holder."""
    others = holding.post.holdings.overlapping(holding.starts_on, holding.ends_on)
    if holding.post.allows_job_share:
        others = others.filter(person=holding.person_id)
    if other := others.exclude(pk=holding.pk).select_related("person").first():
        raise NotNow(f"{other.person} takes up this post before that day.")
