from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "dueregard.exchange"
    verbose_name = "Exchange"
