"""Rules: each change is shown as what it would do to people before it is saved."""

from copy import copy
from datetime import date, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from .. import services
from ..forms.requirement import (
    RULE_FACTS,
    ChangeRequirementForm,
    EndRequirementForm,
    RequirementForm,
)
from ..models import Requirement
from ..rules import may_set
from ..services.requirements import (
    changed_requirement,
    must_end_well,
    new_requirement,
)
from ..simulating import simulate
from .role_groups import role_group_or_404
from .trying import tried_first


@require_http_methods(["GET", "POST"])
@submits_once
def add_requirement(request, pk: int):
    row = role_group_or_404(request, pk)
    may_set(request.user, row.authority)
    form = RequirementForm(posted(request), role_group=row)

    def what_if():
        rule = new_requirement(row, **form.cleaned_data)
        return rule, simulate([rule], day=rule.starts_on)

    def do():
        rule = services.add_requirement(row, **form.cleaned_data, by=request.user)
        return row, f"{row} must now know: {rule.course}."

    return tried_first(
        request,
        form,
        what_if,
        do,
        heading="Add a rule",
        caption=row,
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_requirement(request, pk: int):
    row = requirement_or_404(request, pk)
    may_set(request.user, row.role_group.authority)
    form = ChangeRequirementForm(posted(request), requirement=row)

    def answers() -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in (*RULE_FACTS, "from_on")}

    def what_if():
        change = changed_requirement(copy(row), **answers())
        rows = [each for each in (change.kept, change.new) if each]
        return change.now, simulate(rows, day=form.cleaned_data["from_on"])

    def do():
        version = form.cleaned_data["version"]
        services.change_requirement(row, version=version, by=request.user, **answers())
        return row, "The rule is changed."

    return tried_first(
        request,
        form,
        what_if,
        do,
        heading=f"Change the rule on {row.course}",
        caption=row.role_group,
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def end_requirement(request, pk: int):
    row = requirement_or_404(request, pk)
    may_set(request.user, row.role_group.authority)
    form = EndRequirementForm(posted(request))

    def what_if():
        ends_on: date = form.cleaned_data["ends_on"]
        must_end_well(row, ends_on)
        ended = copy(row)
        ended.ends_on = ends_on
        return ended, simulate([ended], day=ends_on + timedelta(days=1))

    def do():
        ends_on = form.cleaned_data["ends_on"]
        services.end_requirement(row, ends_on=ends_on, by=request.user)
        return row, "The rule has its last day."

    return tried_first(
        request,
        form,
        what_if,
        do,
        heading=f"End the rule on {row.course}",
        caption=row.role_group,
        lead="What was completed stays in the register. Past months are counted by the "
        "rule as it was.",
        cancel_url=row.get_absolute_url(),
    )


def requirement_or_404(request, pk: int) -> Requirement:
    rules = Requirement.objects.visible_to(request.user)
    rules = rules.select_related("role_group__authority", "course")
    return get_object_or_404(rules, pk=pk)
