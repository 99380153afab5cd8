from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "dueregard.documents"
    verbose_name = "Documents"
