from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "dueregard.clock"
    verbose_name = "Clock"
