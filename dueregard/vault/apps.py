from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "dueregard.vault"
    verbose_name = "Vault"
