"""Plans agreed before this version get what the new rules read, as the services keep it.

The first due date is the baseline; evidence in words or as an address counts from its
update; the history of ratings begins with how each action stands now.
"""

from django.db import migrations

from dueregard.plans.rag import CYCLES_WITHOUT_EVIDENCE, add_months

AGREED = ("approved", "closed", "superseded")
OPEN = ("not_started", "in_progress", "on_hold")
BATCH = 2_000
WRITTEN = ["baseline_due_on", "last_evidence_on", "amber_from"]


def begin(apps, schema_editor):
    Action = apps.get_model("plans", "Action")
    actions = Action.objects.filter(plan__status__in=AGREED).select_related("plan")
    batch = []
    for action in actions.iterator(chunk_size=BATCH):
        batch.append(action)
        if len(batch) == BATCH:
            _write(apps, batch)
            batch = []
    if batch:
        _write(apps, batch)


def _write(apps, actions):
    Action = apps.get_model("plans", "Action")
    RatingFacts = apps.get_model("plans", "RatingFacts")
    shown = _evidence_days(apps, [action.pk for action in actions])
    for action in actions:
        action.baseline_due_on = action.due_on
        action.last_evidence_on = shown.get(action.pk)
        agreed_on = action.plan.approved_on
        if action.is_ongoing and not action.due_on and action.status in OPEN:
            since = action.last_evidence_on or agreed_on
            months = CYCLES_WITHOUT_EVIDENCE * action.review_every_months
            action.amber_from = add_months(since, months) if since else None
    Action.objects.bulk_update(actions, WRITTEN)
    RatingFacts.objects.bulk_create(
        RatingFacts(
            action=action,
            status=action.status,
            due_on=action.due_on,
            is_ongoing=action.is_ongoing,
            amber_from=action.amber_from,
            red_from=action.red_from,
            rag_override=action.rag_override,
        )
        for action in actions
    )


def _evidence_days(apps, keys):
    ProgressUpdate = apps.get_model("plans", "ProgressUpdate")
    updates = ProgressUpdate.objects.filter(action__in=keys).exclude(
        evidence_text="", evidence_url=""
    )
    days = {}
    for action, told_on, at in updates.values_list("action_id", "told_on", "at"):
        day = told_on or at.date()
        days[action] = max(day, days.get(action, day))
    return days


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_the_plans_year")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
