"""Whom a shared owner reaches today: named posts, vacancies and gaps."""

from dataclasses import dataclass

from dueregard.accounts.models import Authority, Organisation

from .everyone import Everyone, reaches
from .models import Post


@dataclass(frozen=True)
class Reach:
    """The posts that answer for a shared owner, and what is missing from them.

    `without_lead` are organisations that the words take in but that have no lead post,
    so that nobody there has been asked.
    """

    everyone: Everyone
    posts: tuple[Post, ...]
    without_lead: tuple[Organisation, ...]

    @property
    def vacant(self) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.is_vacant())


def reach_of_all(authority: Authority) -> dict[str, Reach]:
    """The reach of every shared owner at `authority`, by code, in three queries."""
    posts = list(Post.objects.in_use().filter(authority=authority).with_holders())
    organisations = list(Organisation.objects.filter(authorities=authority))
    return {
        everyone.value: _reach(everyone, posts, organisations) for everyone in Everyone
    }


def answers_for(post: Post) -> list[str]:
    """The codes of the shared owners that `post` answers for."""
    return [
        everyone.value
        for everyone in Everyone
        if (everyone is Everyone.SERVICE_OWNERS and post.is_service_owner)
        or (
            everyone is not Everyone.SERVICE_OWNERS
            and reaches(everyone, post.organisation.kind)
            and _answers(everyone, post)
        )
    ]


def _reach(everyone: Everyone, posts: list, organisations: list) -> Reach:
    if everyone is Everyone.SERVICE_OWNERS:
        owners = tuple(post for post in posts if post.is_service_owner)
        return Reach(everyone, owners, ())
    answering = tuple(
        post
        for post in posts
        if reaches(everyone, post.organisation.kind) and _answers(everyone, post)
    )
    led = {post.organisation_id for post in posts if post.is_lead}
    gaps = tuple(
        organisation
        for organisation in organisations
        if organisation.pk not in led and reaches(everyone, organisation.kind)
    )
    return Reach(everyone, answering, gaps)


def _answers(everyone: Everyone, post: Post) -> bool:
    """ "All" takes in service owners too; the others the lead posts alone."""
    return post.is_lead or (everyone is Everyone.ALL and post.is_service_owner)
