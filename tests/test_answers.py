"""What every answer carries, and what a stranger and a log learn: nothing."""

import logging
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import reverse

from dueregard.access.logs import NothingTyped
from dueregard.config.testing import whole_on

from . import url_table
from .asked import KINDS, PAGES
from .url_matrix import MATRIX

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a"
# Signs in who enters; leads away, to another site, who must leave a form quickly.
FOR_ANYBODY = {"rehearsal:enter", "refer:leave"}
NOT_PUBLIC = sorted(
    name
    for name, line in MATRIX.items()
    if line.expected("stranger") == 302 and name not in FOR_ANYBODY
)
PUBLIC = sorted(
    name
    for name, line in MATRIX.items()
    if line.method == "get" and line.expected("stranger") == 200
)
# Pages for reading; the others that anyone may open begin a session to sign in with.
BY_PRIVATE_LINK = ("plans:answer",)  # what a mail's link opens is kept nowhere
READ_BY_ANYONE = [
    name
    for name in PUBLIC
    if name.split(":")[0] in {"public", "plans", "operations"}
    and not name.startswith(BY_PRIVATE_LINK)
]
OPEN_TRAINING = [name for name in PUBLIC if name.startswith("training:open_session")]
READ_BY_ANYONE += OPEN_TRAINING
REFERENCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LOADED = re.compile(
    r"<(?:script|img|iframe|link|source|video|audio|embed|object|form)\b[^>]*?"
    r"\b(?:src|href|srcset|data|action)=[\"']?((?:https?:)?//[^\"'\s>]+)"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


def check_headers(answer, name):
    for header, value in HEADERS.items():
        assert answer.headers.get(header) == value, (name, header)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, name
    assert "unsafe" not in policy, name
    assert "http" not in policy, name
    assert "camera=()" in answer.headers["Permissions-Policy"], name


@pytest.fixture
def log():
    """Every line of the log, as the service's own handler would write it."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Keep()
    handler.addFilter(NothingTyped())
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("name", whole_on("sqlite", NOT_PUBLIC))
def test_a_stranger_is_sent_to_sign_in_whatever_the_address_names(name, small_world):
    line = MATRIX[name]
    args = small_world.args[line.about]
    addresses = [reverse(name, args=args)]
    if args and isinstance(args[0], int):
        addresses.append(reverse(name, args=[999_999_999, *args[1:]]))
    stranger = Client()
    for address in addresses:
        answer = getattr(stranger, line.method)(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/")
        assert not answer.url.startswith("//")
        assert answer.content == b""


@pytest.mark.parametrize("name", whole_on("sqlite", PAGES))
def test_every_page_carries_the_headers_and_loads_nothing_from_elsewhere(
    name, small_world
):
    line = MATRIX[name]
    kind = next(kind for kind in KINDS if line.expected(kind) == 200)
    address = reverse(name, args=small_world.args[line.about])
    answer = small_world.clients[kind].get(address)
    check_headers(answer, name)
    if answer.headers["Content-Type"].startswith("text/html"):
        assert LOADED.findall(answer.text) == []
        assert " style=" not in answer.text
        assert not re.search(r"\son[a-z]+=", answer.text)
    if name not in READ_BY_ANYONE:
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", READ_BY_ANYONE)
def test_pages_that_anyone_reads_set_no_cookie(name, small_world):
    address = reverse(name, args=small_world.args[MATRIX[name].about])
    answer = Client().get(address)
    assert not answer.cookies
    if name.startswith(("plans:", "training:")):
        assert "public" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.headers.get("Vary", "")


def broken(*args, **kwargs):
    raise RuntimeError(CANARY)


def suspicious(*args, **kwargs):
    raise SuspiciousOperation(CANARY)


def odd_answers(world):
    """(status, answer) of each kind of error, asked for with a canary everywhere."""
    coordinator = world.clients["coordinator"]
    draft = reverse("plans:edit", args=world.args["draft"])
    sent = {"title": CANARY, "note": CANARY}
    forged = Client(enforce_csrf_checks=True, raise_request_exception=False)
    agent = {"HTTP_USER_AGENT": CANARY, "HTTP_REFERER": f"http://x/{CANARY}"}
    yield 400, Client().get("/", HTTP_HOST=f"{CANARY}.example", **agent)
    yield 400, coordinator.post(draft, {**sent, "note": CANARY * 200_000}, **agent)
    yield 403, forged.post("/accounts/login/", sent, **agent)
    yield (
        403,
        coordinator.get(
            reverse("plans:approve", args=world.args["sent plan"]), sent, **agent
        ),
    )
    yield 404, coordinator.get(f"/plans/{CANARY}/?q={CANARY}", **agent)
    yield (
        409,
        coordinator.get(
            reverse("exchange:undo", args=world.args["upload"]), sent, **agent
        ),
    )


def test_every_error_is_a_page_of_ours_and_leaves_nothing_typed_in_the_log(
    small_world, log
):
    for status, answer in odd_answers(small_world):
        assert answer.status_code == status
        check_headers(answer, status)
        assert "no-store" in answer.headers["Cache-Control"]
        assert CANARY not in answer.text
        assert "Traceback" not in answer.text
        assert "<h1" in answer.text
        if "You cannot do this" not in answer.text:
            reference = REFERENCE.search(answer.text)
            assert reference, status
            assert any(reference.group() in line for line in log)
    assert CANARY not in "\n".join(log)


@pytest.mark.parametrize(
    ("place", "breaking", "status"),
    [
        ("dueregard.plans.views.plans.counted", broken, 500),
        ("dueregard.plans.models.plan.PlanQuerySet.visible_to", broken, 500),
        ("dueregard.plans.views.plans.counted", suspicious, 400),
        ("dueregard.accounts.sessions.has_run_out", broken, 500),
        ("dueregard.ui.context.links_for", broken, 500),
    ],
    ids=["view", "query", "suspicious", "middleware", "template"],
)
def test_whatever_breaks_is_one_plain_page_with_a_reference(
    place, breaking, status, small_world, log, monkeypatch
):
    monkeypatch.setattr(place, breaking)
    answer = small_world.clients["coordinator"].get(f"/plans/?page={CANARY}")
    assert answer.status_code == status
    check_headers(answer, place)
    reference = REFERENCE.search(answer.text)
    assert reference
    assert any(reference.group() in line for line in log)
    assert CANARY not in answer.text + "\n".join(log)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_methods_that_no_page_uses_are_refused_or_do_nothing(method, small_world):
    for name in PAGES:
        if ":" not in name:
            continue  # allauth's own pages
        line = MATRIX[name]
        kind = next(kind for kind in KINDS if line.expected(kind) == 200)
        address = reverse(name, args=small_world.args[line.about])
        answer = getattr(small_world.clients[kind], method)(address)
        assert answer.status_code == 405, name


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ],
)
@pytest.mark.parametrize(
    "name",
    ["account_login", "account_logout", "accounts:step_up", "account_reauthenticate"],
)
def test_nobody_is_led_to_another_site(name, elsewhere, small_world):
    coordinator = url_table.clients(small_world.people)["coordinator"]
    for method in ("get", "post"):
        answer = getattr(coordinator, method)(f"{reverse(name)}?next={elsewhere}")
        if method == "post":
            answer = coordinator.post(reverse(name), {"next": elsewhere})
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")
        assert f'href="{elsewhere}' not in answer.text
        assert f'action="{elsewhere}' not in answer.text
