"""Asking every address as every kind of person, and saying what was answered."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .world import KINDS, SIGNED_IN


@dataclass(frozen=True)
class Line:
    """One address and its answers.

    `about` names what is put into the address (tests/world.py). `answer` is for each
    role that is not named in `others`; a stranger is sent to sign in (302) and an
    outsider is told that there is no such thing (404) unless named.
    """

    about: str
    answer: int
    others: dict[str, int] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, str] = field(default_factory=dict)

    def expected(self, kind: str) -> int:
        usual = {"stranger": 302, "outsider": 404 if self.about else self.answer}
        return self.others.get(kind, usual.get(kind, self.answer))


def page(about: str, answer: int, **others: int) -> Line:
    return Line(about, answer, others)


def post(about: str, answer: int, /, data: dict | None = None, **others: int) -> Line:
    """An address that only takes posts; nothing is filled in but `data`."""
    return Line(about, answer, others, "post", data or {})


def public(about: str = "") -> Line:
    return Line(about, 200, dict.fromkeys(KINDS, 200))


def url_names() -> list[str]:
    """The name of every address that the service answers."""
    return sorted(set(_names(get_resolver(), "")))


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _names(each, inner)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}"


def asked(lines: Mapping[str, Line]) -> dict[str, list[str]]:
    """Who asks for each address of the table.

    On SQLite everybody. On PostgreSQL the stranger, the outsider and, for each answer
    that roles get, one of them: whoever asked least for those before (decision 34).
    """
    if connection.vendor == "sqlite":
        return dict.fromkeys(lines, KINDS)
    times: Counter[str] = Counter()
    found = {}
    for name in sorted(lines):
        alike = defaultdict(list)
        for kind in KINDS:
            if kind not in ("stranger", "outsider"):
                alike[lines[name].expected(kind)].append(kind)
        one_each = [min(each, key=lambda kind: times[kind]) for each in alike.values()]
        times.update(one_each)
        found[name] = ["stranger", "outsider", *one_each]
    return found


def answers(world, name: str, line: Line, kinds: Iterable[str]) -> dict[str, int]:
    """What each kind of person is answered; nothing that is done is kept."""
    address = reverse(name, args=world.args[line.about])
    return {kind: _answer(world.clients[kind], address, line) for kind in kinds}


def _answer(client: Client, address: str, line: Line) -> int:
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        status = getattr(client, line.method)(address, line.data).status_code
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return status


def clients(people: dict) -> dict[str, Client]:
    """A browser for each kind, signed in and proved (step-up).

    The proof is dated an hour ahead: it holds for as long as a file of tests takes.
    """
    found = {}
    for kind in KINDS:
        found[kind] = client = Client(raise_request_exception=False)
        if kind in SIGNED_IN:
            client.force_login(people[kind])
            session = client.session
            proof = {"method": "mfa", "at": time.time() + 3600, "reauthenticated": True}
            session["account_authentication_methods"] = [proof]
            session["account_authentication_methods_user"] = str(people[kind].pk)
            session.save()
    return found


def written(name: str, line: Line, found: dict[str, int]) -> str:
    """A line of the table that says what was found, to be judged before it is used."""
    roles = {k: v for k, v in found.items() if k not in ("stranger", "outsider")}
    answer = Counter(roles.values()).most_common(1)[0][0]
    plain = Line(line.about, answer)
    others = "".join(
        f", {kind}={code}" for kind, code in found.items()
        if code != plain.expected(kind)
    )  # fmt: skip
    maker = "post" if line.method == "post" else "page"
    return f'    "{name}": {maker}("{line.about}", {answer}{others}),'
