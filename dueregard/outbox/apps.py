from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "dueregard.outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        autodiscover_modules("jobs")
