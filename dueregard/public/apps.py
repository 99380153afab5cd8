from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "dueregard.public"
    verbose_name = "Public"
