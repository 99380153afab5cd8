from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "dueregard.reminders"
    verbose_name = "Reminders"
