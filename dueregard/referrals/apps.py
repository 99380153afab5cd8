from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "dueregard.referrals"
    verbose_name = "Referrals"
