from importlib import import_module

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


def make_shared_cache(using, **kwargs) -> None:
    """Make the table that limits of sign-in attempts are counted in, if missing."""
    call_command("createcachetable", database=using, verbosity=0)


class AccountsConfig(AppConfig):
    name = "dueregard.accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        post_migrate.connect(make_shared_cache, sender=self)
        import_module("dueregard.accounts.receivers")
        autodiscover_modules("registrations")
