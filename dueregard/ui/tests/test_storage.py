import pytest
from django.core.management import call_command

from dueregard.ui.storage import StaticStorage


@pytest.fixture
def folder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "dueregard.ui.storage.StaticStorage"}
    }
    return tmp_path


def test_before_collecting_the_names_are_plain(folder):
    assert StaticStorage().url("ui/app.css") == "/static/ui/app.css"


def test_after_collecting_the_names_carry_their_hash_and_are_compressed(folder):
    call_command("collectstatic", interactive=False, verbosity=0)
    url = StaticStorage().url("ui/app.css")
    assert url.startswith("/static/ui/app.")
    assert url != "/static/ui/app.css"
    assert (folder / "ui" / url.rsplit("/", 1)[1]).exists()
    assert list((folder / "ui").glob("app.*.css.gz"))
