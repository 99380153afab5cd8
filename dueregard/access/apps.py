from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "dueregard.access"
    verbose_name = "Access"
