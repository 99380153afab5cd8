from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "dueregard.rehearsal"
    verbose_name = "Rehearsal"
