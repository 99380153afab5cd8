"""Steps in somebody's time in the register: role groups, leave, leaving, re-joining."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.learner_steps import LeaveForm, OnLeaveForm, PutInGroupForm, RejoinForm
from ..models import LearnerRole
from ..rules import may_keep_learner
from .doors import learner_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def put_in_group(request, pk: int):
    learner = learner_or_404(request, pk)
    may_keep_learner(request.user, learner)
    form = PutInGroupForm(posted(request), learner=learner)

    def do():
        place = services.put_in_group(learner, **form.cleaned_data, by=request.user)
        return learner, f"{learner} is in “{place.role_group}”."

    return _step(
        request,
        learner,
        form,
        do,
        heading="Put in a role group",
        lead="What a role group must know holds for everybody in it.",
        submit="Put in role group",
    )


@require_POST
@submits_once
def take_out_of_group(request, pk: int):
    places = LearnerRole.objects.visible_to(request.user)
    place = get_object_or_404(
        places.select_related("learner__authority", "role_group"), pk=pk
    )
    learner, group = place.learner, place.role_group
    services.take_out_of_group(place, by=request.user)
    messages.success(
        request, f"{learner} is no longer in “{group}”. What they completed stays."
    )
    return redirect(learner)


@require_http_methods(["GET", "POST"])
@submits_once
def leave(request, pk: int):
    learner = learner_or_404(request, pk)
    may_keep_learner(request.user, learner)
    form = LeaveForm(posted(request))

    def do():
        services.leave(learner, **form.cleaned_data, by=request.user)
        return learner, f"{learner} is noted as gone."

    return _step(
        request,
        learner,
        form,
        do,
        heading="Say that they left",
        lead="Whoever left is counted apart. Their record stays, in case they re-join.",
        submit="Save",
    )


@require_http_methods(["GET", "POST"])
@submits_once
def rejoin(request, pk: int):
    learner = learner_or_404(request, pk)
    may_keep_learner(request.user, learner)
    form = RejoinForm(posted(request))

    def do():
        services.rejoin(learner, **form.cleaned_data, by=request.user)
        return learner, f"{learner} is back. Check their role groups."

    return _step(
        request,
        learner,
        form,
        do,
        heading="Have them re-join",
        lead="What they completed before counts, as long as it is in date.",
        submit="Save",
    )


@require_http_methods(["GET", "POST"])
@submits_once
def set_leave(request, pk: int):
    learner = learner_or_404(request, pk)
    may_keep_learner(request.user, learner)
    form = OnLeaveForm(posted(request), learner=learner)

    def do():
        services.set_leave(learner, **form.cleaned_data, by=request.user)
        on_leave = form.cleaned_data["leave_from"]
        return learner, (
            "The leave is saved." if on_leave else f"{learner} is not on leave."
        )

    return _step(
        request,
        learner,
        form,
        do,
        heading="Say when they are on leave",
        lead="Whoever is on leave is counted apart until they are back.",
        submit="Save",
    )


def _step(request, learner, form, do, **page):
    return asked(
        request,
        form,
        do,
        caption=learner,
        cancel_url=learner.get_absolute_url(),
        **page,
    )
