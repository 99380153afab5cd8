"""What anyone may read of a plan. The preview and the public page are built by this.

Nothing here is taken from the page's reader: whoever asks gets the same. People's names
are left out because owners are shown as posts and organisations only.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q

from dueregard import clock

from .models import Action, ActionOwner, Group, Intention, Plan, ProgressUpdate
from .rag import add_months
from .wording import in_words

NEWS_MONTHS = 3
NEWS_SHOWN = 20
OWNER_UNKNOWN = "Owner to be confirmed"


@dataclass(frozen=True)
class PublicAction:
    """An action as the public reads it: what, who by post, when, and how it stands."""

    ref: str
    text: str
    owners: list[str]
    when: str
    status: str
    updates: list[ProgressUpdate]


@dataclass
class PublicGroup:
    """A priority or objective; `not_shown` counts its actions that are not public.

    `shown` counts the public ones, whether or not `actions` holds them.
    """

    group: Group
    shown: int = 0
    actions: list[PublicAction] = field(default_factory=list)
    objectives: list["PublicGroup"] = field(default_factory=list)
    not_shown: int = 0

    @property
    def shown_in_all(self) -> int:
        return self.shown + sum(one.shown_in_all for one in self.objectives)

    @property
    def not_shown_in_all(self) -> int:
        return self.not_shown + sum(one.not_shown_in_all for one in self.objectives)


@dataclass(frozen=True)
class News:
    """Something that changed lately: an action, what it is now, and since when."""

    on: date
    action: Action
    status: str
    text: str


def priorities_of(plan: Plan) -> list[PublicGroup]:
    """The plan's priorities with their objectives, without the actions' texts."""
    tree = _tree(plan)
    hidden = _hidden_counts(plan)
    shown = dict(
        plan.actions.public().order_by().values_list("group").annotate(Count("pk"))
    )
    for one in _all(tree):
        one.not_shown = hidden.get(one.group.pk, 0)
        one.shown = shown.get(one.group.pk, 0)
    return tree


def priority_of(plan: Plan, place: int) -> PublicGroup | None:
    """The priority that stands at `place` (from 1), with all its public actions."""
    tree = _tree(plan)
    if not 1 <= place <= len(tree):
        return None
    priority = tree[place - 1]
    hidden = _hidden_counts(plan)
    keys = [one.group.pk for one in _all([priority])]
    actions = _actions(plan.actions.public().filter(group__in=keys))
    for one in _all([priority]):
        one.actions = actions.get(one.group.pk, [])
        one.shown = len(one.actions)
        one.not_shown = hidden.get(one.group.pk, 0)
    return priority


def news_of(plan: Plan) -> list[News]:
    """Public actions reported on in the last three months, the newest first.

    The words of an update are shown only when it was marked public; that an action's
    status changed is public in any case.
    """
    since = add_months(clock.today(), -NEWS_MONTHS)
    updates = (
        ProgressUpdate.objects.filter(
            action__in=plan.actions.public(), at__date__gte=since
        )
        .select_related("action")
        .order_by("-at", "-pk")
    )
    news, seen = [], set()
    for update in updates[:200]:
        if update.action_id in seen:
            continue
        seen.add(update.action_id)
        text = update.text if update.is_public else ""
        news.append(
            News(update.at.date(), update.action, update.get_status_display(), text)
        )
    return news[:NEWS_SHOWN]


def status_counts(plan: Plan) -> list[tuple[str, int]]:
    """How many public actions have each status, in words."""
    rows = plan.actions.public().order_by().values_list("status")
    counts = dict(rows.annotate(Count("pk")))
    return [
        (label, counts[code]) for code, label in Action.Status.choices if code in counts
    ]


def _tree(plan: Plan) -> list[PublicGroup]:
    groups = plan.groups.select_related("lead_partner").prefetch_related(
        "success_measures",
        Prefetch("intentions", Intention.objects.order_by("horizon", "position")),
    )
    nodes = {group.pk: PublicGroup(group) for group in groups}
    tree: list[PublicGroup] = []
    for node in nodes.values():
        parent = nodes.get(node.group.parent_id or 0)
        (parent.objectives if parent else tree).append(node)
    return tree


def _all(tree: list[PublicGroup]):
    for node in tree:
        yield node
        yield from _all(node.objectives)


def _hidden_counts(plan: Plan) -> dict[int, int]:
    hidden = plan.actions.filter(~Q(audience="public")).order_by()
    return dict(hidden.values_list("group").annotate(Count("pk")))


def _actions(actions) -> dict[int, list[PublicAction]]:
    found = defaultdict(list)
    owners = ActionOwner.objects.select_related("post__organisation", "organisation")
    updates = ProgressUpdate.objects.public().order_by("-at")
    rows = actions.prefetch_related(
        Prefetch("owners", owners),
        Prefetch("updates", updates, to_attr="public_updates"),
    )
    for action in rows.order_by("position", "pk"):
        found[action.group_id].append(
            PublicAction(
                action.ref,
                action.text,
                _owners(action),
                _when(action),
                action.get_status_display(),
                action.public_updates,
            )
        )
    return found


def _owners(action: Action) -> list[str]:
    """Posts and organisations; words that are not settled may hold a person's name."""
    shown = []
    for owner in action.owners.all():
        if owner.post:
            shown.append(f"{owner.post.title}, {owner.post.organisation}")
        elif owner.organisation:
            shown.append(str(owner.organisation))
        elif owner.everyone:
            shown.append(owner.get_everyone_display())
    return list(dict.fromkeys(shown)) or [OWNER_UNKNOWN]


def _when(action: Action) -> str:
    if action.due_on:
        return f"By {in_words(action.due_on)}"
    return "Ongoing" if action.is_ongoing else "No date given"
