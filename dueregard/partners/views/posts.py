from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page
from dueregard.ui.paging import counted

from .. import services
from ..forms import TRAITS, AddPostForm, ChangePostForm, OtherNameForm, PostFilterForm
from ..models import Post, PostName
from ..people import leavers_of
from ..reach import reach_of_all
from ..readers import POST_READERS
from ..rules import KEEPS_POSTS, may_keep_posts
from ..tabs import tabs_of
from .doors import authorities_of, authority_or_404


@require_safe
def home(request):
    """Where the menu leads: the posts of the reader's first authority."""
    authority = authorities_of(request, POST_READERS).first()
    if authority is None:
        raise Http404
    return redirect("partners:posts", authority.slug)


@require_safe
def posts(request, slug: str):
    authority = authority_or_404(request, slug, POST_READERS)
    form = PostFilterForm(request.GET, authority=authority)
    ours = Post.objects.visible_to(request.user).in_use().filter(authority=authority)
    may_keep = request.user.holds_any(KEEPS_POSTS, authority)
    return render(
        request,
        "partners/posts.html",
        {
            "authority": authority,
            "filter_form": form,
            "page": counted(form.filtered(ours).with_holders(), request),
            "vacant": ours.vacant().count(),
            "leavers": leavers_of(authority) if may_keep else [],
            "may_keep": may_keep,
            **tabs_of(request, authority, "partners:posts"),
        },
    )


@require_safe
def shared_owners(request, slug: str):
    authority = authority_or_404(request, slug, POST_READERS)
    reaches = [
        reach
        for reach in reach_of_all(authority).values()
        if reach.posts or reach.without_lead
    ]
    tabs = tabs_of(request, authority, "partners:shared_owners")
    page = {"authority": authority, "reaches": reaches, **tabs}
    return render(request, "partners/shared_owners.html", page)


@require_safe
def post(request, pk: int):
    row = get_object_or_404(Post.objects.visible_to(request.user).with_holders(), pk=pk)
    may_keep = request.user.holds_any(KEEPS_POSTS, row.authority)
    may_change = may_keep and row.closed_on is None
    page = {
        "post": row,
        "holdings": row.holdings.select_related("person"),
        "other_names": row.other_names.all(),
        "traits": [label for name, label in TRAITS if getattr(row, name)],
        "may_change": may_change,
        "may_end": may_change and row.holdings.not_ended().exists(),
    }
    return render(request, "partners/post.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_post(request, slug: str):
    authority = authority_or_404(request, slug, POST_READERS)
    may_keep_posts(request.user, authority)
    data = request.POST if request.method == "POST" else None
    form = AddPostForm(data, authority=authority)
    if form.is_valid():
        try:
            row = services.add_post(authority, **form.answers(), by=request.user)
        except NotNow as refusal:
            form.add_error("title", refusal.sentence)
        else:
            messages.success(request, f"{row} is added. Nobody holds it yet.")
            return redirect(row)
    cancel_url = reverse("partners:posts", args=[authority.slug])
    page = {"form": form, "authority": authority, "cancel_url": cancel_url}
    return render(request, "partners/add_post.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def change_post(request, pk: int):
    row = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    may_keep_posts(request.user, row.authority)
    data = request.POST if request.method == "POST" else None
    form = ChangePostForm(data, post=row)
    if form.is_valid():
        try:
            _change(row, form, request.user)
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=row.get_absolute_url())
        except NotNow as refusal:
            form.add_error("title", refusal.sentence)
        else:
            messages.success(request, "The post is changed.")
            return redirect(row)
    page = {"form": form, "post": row, "cancel_url": row.get_absolute_url()}
    return render(request, "partners/change_post.html", page)


def _change(row: Post, form: ChangePostForm, by) -> None:
    version = form.cleaned_data["version"]
    services.change_post(row, **form.answers(), version=version, by=by)


@require_http_methods(["GET", "POST"])
@submits_once
def close_post(request, pk: int):
    row = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    may_keep_posts(request.user, row.authority)
    if request.method == "POST":
        services.close_post(row, by=request.user)
        messages.success(request, f"{row} is closed.")
        return redirect("partners:posts", row.authority.slug)
    page = {"post": row, "cancel_url": row.get_absolute_url()}
    return render(request, "partners/close_post.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_other_name(request, pk: int):
    row = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    may_keep_posts(request.user, row.authority)
    form = OtherNameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        services.add_other_name(row, name=name, by=request.user)
        messages.success(request, f"{row} goes by “{name}” too.")
        return redirect(row)
    page = {"form": form, "post": row, "cancel_url": row.get_absolute_url()}
    return render(request, "partners/add_other_name.html", page)


@require_POST
@submits_once
def remove_other_name(request, pk: int):
    name = get_object_or_404(PostName.objects.visible_to(request.user), pk=pk)
    services.remove_other_name(name, by=request.user)
    messages.success(request, f"“{name}” is no longer a title of this post.")
    return redirect(name.post)
