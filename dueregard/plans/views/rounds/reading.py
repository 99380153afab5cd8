"""Where a round stands: the list of rounds, one round, its links, and for print."""

from dataclasses import replace

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.access.refusals import allows
from dueregard.partners.models import Post
from dueregard.ui.paging import counted

from ...filters_of_rounds import RoundFilter
from ...models import UpdateRound
from ...round_reports import SHOWN, count_answers, listed, readable, with_owed
from ...rules_of_rounds import may_change_round, may_open_round, may_run_rounds
from .finding import get_counted_round, get_plan_of_rounds, get_round

MOST_PRINTED = 2_000


@require_safe
def round_list(request, pk):
    plan = get_plan_of_rounds(request, pk)
    rounds = UpdateRound.objects.visible_to(request.user).filter(plan=plan)
    page = counted(rounds.with_counts().order_by("-number"), request)
    context = {
        "plan": plan,
        "page": page,
        "may_run": allows(may_run_rounds, request.user, plan),
        "has_open": any(one.is_open for one in page),
        "may_open": allows(may_open_round, request.user, plan),
    }
    return render(request, "plans/rounds/list.html", context)


@require_safe
def round_detail(request, pk, round_pk):
    round = get_counted_round(request, pk, round_pk)
    narrowed = RoundFilter(
        request.GET,
        readable(round, request.user),
        posts=Post.objects.filter(authority=round.plan.authority_id),
        priorities=round.plan.groups.priorities(),
    )
    order = narrowed.qs.order_by("action__position", "pk")
    keys = counted(order.values_list("pk", flat=True), request)
    context = {
        "plan": round.plan,
        "round": round,
        "page": replace(keys, rows=listed(keys.rows, SHOWN)),
        "counts": count_answers(round),
        "filter_form": narrowed.form,
        "may_run": allows(may_run_rounds, request.user, round.plan),
        "may_change": allows(may_change_round, request.user, round),
    }
    return render(request, "plans/rounds/round.html", context)


@require_safe
def round_print(request, pk, round_pk):
    """Everything on one page, for paper."""
    round = get_counted_round(request, pk, round_pk)
    asked = readable(round, request.user).order_by("action__position", "pk")
    keys = list(asked.values_list("pk", flat=True)[:MOST_PRINTED])
    context = {
        "plan": round.plan,
        "round": round,
        "rows": listed(keys, SHOWN),
        "counts": count_answers(round),
    }
    return render(request, "plans/rounds/print.html", context)


@require_safe
def round_links(request, pk, round_pk):
    """Who was sent a link, and what became of it."""
    round = get_round(request, pk, round_pk)
    may_run_rounds(request.user, round.plan)
    links = round.links.select_related("person").order_by(
        "person__name", "person", "-made_at", "-pk"
    )
    page = counted(links, request)
    for link in page.rows:
        link.round = round
    context = {
        "plan": round.plan,
        "round": round,
        "page": replace(page, rows=with_owed(page.rows, round)),
        "may_change": allows(may_change_round, request.user, round),
    }
    return render(request, "plans/rounds/links.html", context)
