from django.apps import AppConfig

from .forms.characters import watch_every_text_field


class UiConfig(AppConfig):
    name = "dueregard.ui"
    verbose_name = "Pages"

    def ready(self) -> None:
        watch_every_text_field()
