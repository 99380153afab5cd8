"""Posts: adding, changing, closing, and the other titles they go by."""

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from .. import registry
from ..events import PostEvent
from ..models import Post, PostName
from ..names import normalise
from ..resolution import resolve
from ..rules import may_keep_posts


@audit.atomic
def add_post(
    authority: Authority,
    *,
    organisation: Organisation,
    title: str,
    is_lead: bool = False,
    is_service_owner: bool = False,
    allows_job_share: bool = False,
    by: Person,
) -> Post:
    """Add a post of `organisation`, vacant until somebody is appointed.

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: the organisation does not work here, or has a post of this title.
    """
    may_keep_posts(by, authority)
    if not organisation.authorities.filter(pk=authority.pk).exists():
        raise NotNow(f"{organisation} does not work with {authority}.")
    _must_be_free(title, authority, organisation)
    post = Post.objects.create(
        authority=authority,
        organisation=organisation,
        title=title,
        is_lead=is_lead,
        is_service_owner=is_service_owner,
        allows_job_share=allows_job_share,
    )
    audit.record(PostEvent.ADDED, post, by=by, organisation_id=organisation.pk)
    registry.tell(authority, None)
    return post


@audit.atomic
def change_post(
    post: Post,
    *,
    title: str,
    is_lead: bool,
    is_service_owner: bool,
    allows_job_share: bool,
    version: int,
    by: Person,
) -> Post:
    """Change a post. A former title stays as another title of it, so that plans which
    print it still find the post.

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: it is closed, or the title is taken.
        Stale: it was changed since `version`.
    """
    may_keep_posts(by, post.authority)
    locked(post)
    post = claim_version(Post, post.pk, version)
    new = {
        "is_lead": is_lead,
        "is_service_owner": is_service_owner,
        "allows_job_share": allows_job_share,
    }
    changed = [name for name, value in new.items() if getattr(post, name) != value]
    if title != post.title:
        _rename(post, title, by)
    for name in changed:
        setattr(post, name, new[name])
    if changed:
        audit.record(PostEvent.CHANGED, post, by=by, fields=changed)
    post.save()
    registry.tell(post.authority, None)
    return post


def _rename(post: Post, title: str, by: Person) -> None:
    """Give `post`, not yet saved, another title, and keep the former one."""
    former = post.title
    _must_be_free(title, post.authority, post.organisation, but=post)
    post.title = title
    if normalise(former) != normalise(title):
        PostName.objects.get_or_create(post=post, name=former)
    hashed = audit.text_hash(former)
    audit.record(PostEvent.RENAMED, post, by=by, former_title_hash=hashed)


@audit.atomic
def close_post(post: Post, *, by: Person) -> None:
    """Close a post that the organisation no longer has. Its history is kept.

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: it is closed already, or somebody holds it or is about to.
    """
    may_keep_posts(by, post.authority)
    post = locked(post)
    if post.holdings.not_ended().exists():
        raise NotNow("Somebody holds this post. Give them a last day first.")
    meant_it = _keys_that_mean(post)
    post.closed_on = clock.today()
    post.version += 1
    post.save(update_fields=["closed_on", "version"])
    audit.record(PostEvent.CLOSED, post, by=by, closed_on=post.closed_on)
    for key in meant_it:
        registry.tell(post.authority, key)


@audit.atomic
def add_other_name(post: Post, *, name: str, by: Person) -> PostName:
    """Have the post go by another title too. The same title twice changes nothing.

    Raises:
        NotAllowed: `by` may not change posts here.
        NotNow: it is closed.
    """
    may_keep_posts(by, post.authority)
    post = locked(post)
    other, is_new = PostName.objects.get_or_create(post=post, name=name)
    if is_new:
        audit.record(PostEvent.NAME_ADDED, post, by=by, name_id=other.pk)
        registry.tell(post.authority, None)
    return other


@audit.atomic
def remove_other_name(name: PostName, *, by: Person) -> None:
    """Have the post no longer go by this title."""
    may_keep_posts(by, name.post.authority)
    audit.record(PostEvent.NAME_REMOVED, name.post, by=by, name_id=name.pk)
    name.delete()
    registry.tell(name.post.authority, None)


def _keys_that_mean(post: Post) -> list[str]:
    """The words in use that mean this post today."""
    texts = [text for text, _ in registry.uses_at(post.authority).values()]
    return [
        resolution.key
        for resolution in resolve(texts, authority=post.authority)
        if post.pk in {target.post_id for target in resolution.targets}
    ]


def locked(post: Post) -> Post:
    """The post's row as it is now, held until the transaction ends.

    Raises:
        NotNow: it has been closed.
    """
    rows = Post.objects.select_for_update(of=("self",))
    post = rows.select_related("authority", "organisation").get(pk=post.pk)
    if post.closed_on:
        raise NotNow("This post has been closed.")
    return post


def _must_be_free(
    title: str,
    authority: Authority,
    organisation: Organisation,
    but: Post | None = None,
) -> None:
    posts = Post.objects.in_use().filter(authority=authority, organisation=organisation)
    if but:
        posts = posts.exclude(pk=but.pk)
    if normalise(title) in {normalise(post.title) for post in posts}:
        raise NotNow(f"{organisation} already has a post called {title}.")
