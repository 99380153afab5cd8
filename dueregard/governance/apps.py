from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "dueregard.governance"
    verbose_name = "Governance"
