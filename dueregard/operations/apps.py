from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class OperationsConfig(AppConfig):
    name = "dueregard.operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        from . import first_key  # noqa: PLC0415 (models are ready only now)

        # Django sends these for apps that have models; the audit is what needs the key.
        audit = apps.get_app_config("audit")
        pre_migrate.connect(first_key.refuse_without_key, sender=audit)
        post_migrate.connect(first_key.make_key, sender=audit)
