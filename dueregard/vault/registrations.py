"""What Django tells us that the vault needs: a migration ended."""

from django.apps import apps
from django.db.models.signals import post_migrate

from .rls import after_migrate

post_migrate.connect(
    after_migrate,
    sender=apps.get_app_config("vault"),
    dispatch_uid="vault.rls",
)
