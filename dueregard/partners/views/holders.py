from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once

from .. import services
from ..forms import AppointForm, EndHoldingForm, HandOverForm
from ..models import Post, PostHolding
from ..people import people_of
from ..readers import POST_READERS
from ..rules import may_keep_posts
from .doors import authority_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def appoint(request, pk: int):
    post = get_object_or_404(
        Post.objects.visible_to(request.user).with_holders(), pk=pk
    )
    may_keep_posts(request.user, post.authority)
    data = request.POST if request.method == "POST" else None
    form = AppointForm(data, authority=post.authority)
    if form.is_valid():
        try:
            holding = _appoint(post, form.cleaned_data, request.user)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{holding.person} is appointed to {post}.")
            return redirect(post)
    page = {"form": form, "post": post, "cancel_url": post.get_absolute_url()}
    return render(request, "partners/appoint.html", page)


def _appoint(post: Post, answers: dict, by) -> PostHolding:
    days = {"starts_on": answers["starts_on"], "ends_on": answers["ends_on"]}
    if answers["who"] == "new":
        named = {"name": answers["name"], "email": answers["email"] or ""}
        return services.appoint_new_person(post, **named, **days, by=by)
    return services.appoint(post, person=answers["person"], **days, by=by)


@require_http_methods(["GET", "POST"])
@submits_once
def end_holding(request, pk: int):
    holding = get_object_or_404(
        PostHolding.objects.visible_to(request.user).select_related("person", "post"),
        pk=pk,
    )
    may_keep_posts(request.user, holding.post.authority)
    form = EndHoldingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        try:
            services.end_holding(holding, ends_on=ends_on, by=request.user)
        except NotNow as refusal:
            form.add_error("ends_on", refusal.sentence)
        else:
            messages.success(request, f"{holding.person} now has a last day.")
            return redirect(holding.post)
    cancel_url = holding.post.get_absolute_url()
    page = {"form": form, "holding": holding, "cancel_url": cancel_url}
    return render(request, "partners/end_holding.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def hand_over(request, slug: str, pk: int):
    authority = authority_or_404(request, slug, POST_READERS)
    leaver = get_object_or_404(people_of(authority), pk=pk)
    may_keep_posts(request.user, authority)
    held = PostHolding.objects.not_ended().filter(person=leaver)
    posts = Post.objects.visible_to(request.user).filter(
        authority=authority, pk__in=held.values("post")
    )
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, authority=authority, leaver=leaver, posts=posts)
    if form.is_valid():
        try:
            handed = services.hand_over(
                authority=authority, leaver=leaver, **form.cleaned_data, by=request.user
            )
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            count = f"{len(handed)} post{'' if len(handed) == 1 else 's'}"
            to = form.cleaned_data["to"]
            messages.success(request, f"{count} handed over to {to}.")
            return redirect("partners:posts", authority.slug)
    cancel_url = reverse("partners:posts", args=[authority.slug])
    page = {"form": form, "leaver": leaver, "posts": posts, "cancel_url": cancel_url}
    return render(request, "partners/hand_over.html", page)
