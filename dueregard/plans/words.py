"""The words of a plan that the board agrees to, as plain values by name.

Dates, owners, status and who may read an action stay alive after approval; these do
not. A proposed change, a version's snapshot and the check that nothing moved in between
all read the words here.
"""

from typing import Any

from dueregard.accounts.models import Organisation

from .models import Action, Audience, Group, Intention, Plan, Section

ACTION_WORDS = ("ref", "text", "timescale_text")
GROUP_WORDS = ("number", "title", "narrative")
PRIORITY_WORDS = (*GROUP_WORDS, "headline", "why", "aim")
PRIORITY_LISTS = ("measures", *Intention.Horizon.values)
SECTION_WORDS = ("number", "heading", "text", "audience")

LABELS = {
    "ref": "Number",
    "number": "Number",
    "text": "What it says",
    "timescale_text": "Timescale as the plan words it",
    "title": "Title",
    "narrative": "What the plan says about it",
    "headline": "Figure or fact to lead with",
    "why": "Why it is a priority",
    "aim": "Aim",
    "lead_partner": "Lead partner",
    "measures": "Success will be measured by",
    "this_year": "Over the coming year we will",
    "three_years": "Over the next three years we will",
    "heading": "Heading",
    "audience": "Who may read it",
    "group": "Stands in",
    "owners_text": "Who answers for it",
    "starts_on": "Start date",
    "due_on": "Due date",
    "is_ongoing": "Ongoing",
    "review_every_months": "Months between reviews",
}


def action_words(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in ACTION_WORDS}


def group_words(group: Group) -> dict[str, Any]:
    """A priority has more to say than an objective: its lists, and who leads."""
    if group.parent_id:
        return {name: getattr(group, name) for name in GROUP_WORDS}
    words = {name: getattr(group, name) for name in PRIORITY_WORDS}
    words["lead_partner"] = group.lead_partner_id
    words["measures"] = [one.text for one in group.success_measures.all()]
    intentions = list(group.intentions.all())
    for horizon in Intention.Horizon.values:
        words[horizon] = [one.text for one in intentions if one.horizon == horizon]
    return words


def section_words(section: Section) -> dict[str, Any]:
    return {name: getattr(section, name) for name in SECTION_WORDS}


def words_of(subject: Action | Group | Section) -> dict[str, Any]:
    if isinstance(subject, Action):
        return action_words(subject)
    return (
        group_words(subject) if isinstance(subject, Group) else section_words(subject)
    )


def whole_plan(plan: Plan) -> dict[str, Any]:
    """All the words of `plan` as they stand, to be kept with a version of it.

    Each part carries its key, and what says who may read it.
    """
    groups = plan.groups.prefetch_related("success_measures", "intentions")
    return {
        "title": plan.title,
        "sections": [
            {"pk": section.pk, **section_words(section)}
            for section in plan.sections.all()
        ],
        "groups": [
            {"pk": group.pk, "parent": group.parent_id, **group_words(group)}
            for group in groups
        ],
        "actions": [
            {
                "pk": action.pk,
                "group": action.group_id,
                "audience": action.audience,
                "is_cancelled": action.status == Action.Status.CANCELLED,
                **action_words(action),
            }
            for action in plan.actions.order_by("position", "pk")
        ],
    }


def as_text(name: str, value: Any, organisations: dict[int, str]) -> str:
    """One word-value as a person reads it; `organisations` are names by key."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "\n".join(value)
    if value is None or value == "":
        return ""
    if name == "lead_partner":
        return organisations.get(value, "An organisation that is gone")
    if name == "audience":
        return str(Audience(value).label)
    return str(value)


def organisation_names(words: list[dict[str, Any]]) -> dict[int, str]:
    """The names of the lead partners in `words`, by key, in one statement or none."""
    keys = {one["lead_partner"] for one in words if one.get("lead_partner")}
    if not keys:
        return {}
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
