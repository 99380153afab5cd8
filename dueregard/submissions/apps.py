from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "dueregard.submissions"
    verbose_name = "Submissions"
