"""Journeys: a person, a browser, and the real service.

    def test_…(browser_page):
        page = browser_page("Prevent co-ordinator", "Marlbrook", width=320)
        page.goto("/plans/")
        page.check()        # axe, overflow: at the width of this page

Every page fails its test by a message on the console, a refused load, a request to
anybody else, or an error of the server.
"""

import pytest
from playwright.sync_api import sync_playwright

from . import services
from .pages import CHROMIUM, Browsing

WIDTHS = (1280, 320)
WALKS = "test_every_page"


def pytest_collection_modifyitems(items):
    """Where journeys run side by side, those of one file stay together on a service of
    their own; the walks over every page change nothing, and each goes where there is
    room."""
    for item in items:
        if item.module.__name__.rpartition(".")[2] != WALKS:
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory):
    """The database that every service of this run starts from."""
    template = services.Template(tmp_path_factory.mktemp("rehearsed"))
    yield template
    template.close()


@pytest.fixture(scope="module")
def server(rehearsed, tmp_path_factory):
    """A running service; journeys of one file share it."""
    with services.running(rehearsed, tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_page(server, chromium):
    """Opens a page as somebody (see `Browsing.sign_in`), or as a stranger."""
    browsing = Browsing(chromium, server.url)
    yield browsing.open
    browsing.close()


@pytest.fixture(params=WIDTHS)
def width(request):
    return request.param
