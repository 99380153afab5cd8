from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class OperationsConfig(AppConfig):
    name = "dueregard.operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        from . import first_key  # noqa: PLC0415 (models are ready only now)

        pre_migrate.connect(first_key.refuse_without_key, sender=self)
        post_migrate.connect(first_key.make_key, sender=self)
