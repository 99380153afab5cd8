"""What Django tells us that the record needs: a migration ended, a sign-in failed."""

from django.apps import apps
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import post_migrate

from .middleware import sign_in_failed
from .triggers import after_migrate

post_migrate.connect(
    after_migrate,
    sender=apps.get_app_config("audit"),
    dispatch_uid="audit.triggers",
)
user_login_failed.connect(sign_in_failed, dispatch_uid="audit.sign_in_failed")
