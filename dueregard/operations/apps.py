from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "dueregard.operations"
    verbose_name = "Operations"
