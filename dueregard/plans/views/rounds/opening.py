"""Opening a round: choose, look at who would be asked, and ask them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import clock
from dueregard.clock.working_days import add_working_days
from dueregard.partners.models import Post
from dueregard.submissions import submits_once

from ... import services
from ...filters import ActionFilter
from ...forms.rounds import OpenForm
from ...listing import with_owners
from ...rules_of_rounds import may_open_round
from ...services.rounds.asking import who_is_asked
from ..keys import keys_in
from .finding import get_plan_of_rounds

DAYS_TO_ANSWER = 10
MOST_TO_TICK = 250
STEPS = ("check", "open")
OURS = ("csrfmiddlewaretoken", "submission_key", "step")


@require_http_methods(["GET", "POST"])
@submits_once
def round_open(request, pk):
    plan = get_plan_of_rounds(request, pk)
    may_open_round(request.user, plan)
    step = request.POST.get("step", "")
    ticked = keys_in(request.POST.getlist("action"))
    due_on = add_working_days(clock.today(), DAYS_TO_ANSWER)
    form = OpenForm(
        request.POST if step in STEPS else None,
        plan=plan,
        ticked=ticked,
        due_on=due_on,
    )
    context = {"plan": plan, "form": form, "ticked": ticked}
    if form.is_valid():
        keys = list(form.chosen(plan, ticked).values_list("pk", flat=True))
        if keys and step == "open":
            return _open(request, plan, keys, form)
        if keys:
            context |= {
                "asking": who_is_asked(plan, keys),
                "carried": _carried(request),
            }
            return render(request, "plans/rounds/preview.html", context)
        form.add_error("scope", "None of these actions is open. Choose others.")
    return render(request, "plans/rounds/open.html", context)


def _open(request, plan, keys, form):
    round = services.open_round(
        plan,
        keys,
        by=request.user,
        due_on=form.cleaned_data["due_on"],
        message=form.cleaned_data["message"],
    )
    messages.success(request, f"{round} is open. The mails are on their way.")
    return redirect(round)


def _carried(request) -> list[tuple[str, str]]:
    """The answers of the first page, to go with the second."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OURS
        for value in values
    ]


@require_safe
def round_choose(request, pk):
    """Open actions with a box each, to ask about some of them by hand."""
    plan = get_plan_of_rounds(request, pk)
    may_open_round(request.user, plan)
    posts = Post.objects.filter(authority=plan.authority_id)
    posts = posts.select_related("organisation").only("title", "organisation__name")
    narrowed = ActionFilter(request.GET, plan.actions.open(), plan=plan, posts=posts)
    actions = list(narrowed.qs.order_by("position", "pk")[: MOST_TO_TICK + 1])
    context = {
        "plan": plan,
        "actions": with_owners(actions[:MOST_TO_TICK]),
        "has_more": len(actions) > MOST_TO_TICK,
        "most": MOST_TO_TICK,
        "filter_form": narrowed.form,
    }
    return render(request, "plans/rounds/choose.html", context)
