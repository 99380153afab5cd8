from django.apps import AppConfig
from django.db.models.signals import post_migrate

from . import search


class TrainingConfig(AppConfig):
    name = "dueregard.training"
    verbose_name = "Training"

    def ready(self):
        post_migrate.connect(install_search, sender=self)


def install_search(*, using, **kwargs):
    search.install(using=using)
