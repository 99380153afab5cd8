"""What this room offers to those below it: its entry in the menu, the first key."""

from django.apps import apps
from django.db.models.signals import post_migrate, pre_migrate

from dueregard.access.roles import Role
from dueregard.ui.navigation import Entry, register

from . import first_key


def _administers(user) -> bool:
    return any(role == Role.ADMINISTRATOR for role, _ in user.roles)


register(Entry("Not sent", "operations:jobs", _administers, order=910))

# Django sends these for apps that have models; the audit is what needs the key.
_audit = apps.get_app_config("audit")
pre_migrate.connect(first_key.refuse_without_key, sender=_audit)
post_migrate.connect(first_key.make_key, sender=_audit)
