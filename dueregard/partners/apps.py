from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "dueregard.partners"
    verbose_name = "Partners"
