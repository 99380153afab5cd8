"""Somebody leaves: everything that they hold is handed over in one step (YR 6)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..events import LeaverEvent
from ..leavers import Handover, handovers
from ..models import Post
from ..rules import may_keep_posts
from .holders import end_holding, hand_over

ONE_DAY = timedelta(days=1)


@audit.atomic
def leave(
    person: Person,
    *,
    authority: Authority,
    on: date,
    posts: Mapping[Post, Person | None],
    others: Mapping[Handover, Any],
    by: Person,
) -> dict[str, int]:
    """Hand over all that `person` holds at `authority`, whose last day is `on`: each of
    `posts` to its successor, or vacant with None; each of `others` to a person, a post
    or, where that may be, to nobody. All of it or nothing. The actions of a post stay
    with the post. Their roles are ended apart from this, by an administrator.

    Says how many of each kind were handed over, by name.

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: a post or another thing cannot be handed over so; or something that
            they hold is not named.
    """
    may_keep_posts(by, authority)
    _must_name_all(person, authority, posts)
    for post, to in posts.items():
        _pass_post(post, person, to, authority=authority, on=on, by=by)
    done = {"Posts": len(posts)}
    for handover in handovers():
        if not handover.count(person, authority):
            continue
        to = others.get(handover)
        if to is None and not handover.may_end:
            raise NotNow(f"Select who takes over: {handover.name.lower()}.")
        done[handover.name] = handover.hand_over(person, authority, to, on, by)
    facts = {"posts": [post.pk for post in posts], "handed_over": sum(done.values())}
    event = LeaverEvent.HANDED_OVER
    audit.record(event, authority, by=by, leaver_id=person.pk, last_day=on, **facts)
    return done


def posts_of(person: Person, authority: Authority) -> list[Post]:
    """The posts in use of `authority` that `person` holds, or is about to hold."""
    held = person.post_holdings.not_ended().values("post")
    posts = Post.objects.in_use().filter(authority=authority, pk__in=held)
    return list(posts.select_related("organisation", "authority"))


def _must_name_all(person: Person, authority: Authority, named) -> None:
    """What came to them since the page was opened must not be left behind."""
    if set(posts_of(person, authority)) != set(named):
        raise NotNow(
            f"The posts that {person} holds have changed. Open this page again."
        )


def _pass_post(
    post: Post,
    leaver: Person,
    to: Person | None,
    *,
    authority: Authority,
    on: date,
    by: Person,
) -> None:
    if to is not None:
        hand_over(
            [post],
            authority=authority,
            leaver=leaver,
            to=to,
            starts_on=on + ONE_DAY,
            by=by,
        )
        return
    for holding in post.holdings.not_ended().filter(person=leaver):
        end_holding(holding, ends_on=on, by=by)
