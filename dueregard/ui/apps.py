from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "dueregard.ui"
    verbose_name = "Pages"
