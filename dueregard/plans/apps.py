from django.apps import AppConfig
from django.db.models.signals import post_migrate

from . import search


class PlansConfig(AppConfig):
    name = "dueregard.plans"
    verbose_name = "Plans"

    def ready(self):
        post_migrate.connect(install_search, sender=self)


def install_search(*, using, **kwargs):
    search.install(using=using)
