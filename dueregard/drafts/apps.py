from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "dueregard.drafts"
    verbose_name = "Drafts"
