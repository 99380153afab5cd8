"""Processes killed while people refer: no receipt without its record, no record twice.

Web workers at random instants (F01), PostgreSQL itself (F02), and the line between the
two cut at twenty places of what the last page says to it (F09).
"""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit

import pytest

from . import services
from .lines import Line, line_to, own_cluster
from .strangers import PATIENCE, Stranger
from .web_workers import web_workers

CLIENTS, KILLS, DATABASE_KILLS, CUTS = 10, 50, 3, 20
RECOVERS_WITHIN = 30.0  # seconds after the database is back, with nobody's help
FOUND = """
import json
from dueregard.accounts.models import Authority
from dueregard.audit.models import Entry
from dueregard.audit.verifier import verify
from dueregard.referrals.models import Account, Referral, ReferralFile, Referrer
from dueregard.vault import tenancy
from dueregard.reminders.models import Task
place = Authority.objects.get(slug="marlbrook")
with tenancy.of(place):
    rows = Referral.objects.filter(door="public")
    whole = rows.exclude(account=None).exclude(referrer=None)
    entries = Entry.objects.filter(event="referrals.submitted")
    recorded = [entry.subject_id for entry in entries]
    print(json.dumps({
        "references": list(rows.values_list("reference", flat=True)),
        "whole": list(whole.values_list("reference", flat=True)),
        "recorded": [each.reference for each in rows
            for number in recorded if number == str(each.pk)],
        "owed": sorted(Task.objects.filter(kind="referrals.stage")
            .values_list("subject_id", flat=True)),
        "files": list(ReferralFile.objects.values_list("stored_name", flat=True)),
        "faults": [each.fault.sentence for each in verify() if each.fault],
    }))
"""


def found(server) -> dict:
    """What the database holds of the public form's referrals, read by the owner."""
    return json.loads(server.shell(FOUND))


def none_lost_and_none_twice(before: dict, after: dict, receipts: list[str]) -> None:
    assert len(set(receipts)) == len(receipts)
    new = set(after["references"]) - set(before["references"])
    assert new == set(receipts)
    assert len(after["references"]) == len(set(after["references"]))
    assert sorted(after["whole"]) == sorted(after["references"])
    recorded = Counter(after["recorded"])
    assert {each: recorded[each] for each in new} == dict.fromkeys(new, 1)
    assert len(set(after["owed"]) - set(before["owed"])) == len(new)
    assert after["faults"] == []


def about_to_send(server) -> list[Stranger]:
    """Ten clients, each with a form that only has to be sent."""
    strangers = [Stranger(server.url) for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(Stranger.fill, strangers))
    return strangers


def refer_until(killing: Future, strangers: list[Stranger], receipts: list[str]) -> int:
    """Ten clients refer until `killing` is done, and add their receipts as they are
    shown them; how often they had to send anew.

    One person after the other, so that every third request is one that sends.
    """

    def keep_on(stranger: Stranger) -> None:
        receipts.append(stranger.send())
        while not killing.done():
            receipts.append(stranger.refer())

    try:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(keep_on, strangers))
    finally:
        killing.result()
    return sum(stranger.tries for stranger in strangers)


def wait_for_one_more(receipts: list[str]) -> None:
    """Until somebody is shown a receipt: what it is of must be on the disk by then."""
    before, until = len(receipts), time.monotonic() + PATIENCE
    while len(receipts) == before and time.monotonic() < until:
        time.sleep(0.001)


def test_web_workers_killed_at_any_moment_lose_nothing_and_double_nothing(server):
    chance, kills, before = random.Random(5), [], found(server)
    strangers, receipts = about_to_send(server), []

    def kill_until_enough() -> None:
        while len(kills) < KILLS:
            time.sleep(chance.uniform(0, 0.4))
            workers = web_workers(server)
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
                kills.append(time.monotonic())

    with ThreadPoolExecutor(1) as pool:
        killing = pool.submit(kill_until_enough)
        tries = refer_until(killing, strangers, receipts)
    assert tries, "No kill hit anybody"
    none_lost_and_none_twice(before, found(server), receipts)


def seconds_until_answered(server) -> float:
    """How long until a page is answered that asks the database."""
    began = time.monotonic()
    Stranger(server.url).get("/refer/area/")
    return time.monotonic() - began


@pytest.fixture
def fragile(rehearsed, tmp_path):
    """A service on a cluster that may be killed, and the cluster."""
    with own_cluster() as cluster, rehearsed.copy(tmp_path) as (environment, owner):
        name = urlsplit(owner["DATABASE_URL"]).path.removeprefix("/")
        superuser = os.environ["SUPERUSER_DATABASE_URL"]
        cluster.fill_from(urlsplit(superuser)._replace(path=name).geturl())
        environment["DATABASE_URL"] = cluster.urls["APPLICATION_DATABASE_URL"]
        owner["DATABASE_URL"] = cluster.urls["DATABASE_URL"]
        with services.serving(environment, owner, tmp_path) as service:
            yield service, cluster


def test_a_database_killed_and_started_again_loses_nothing(fragile):
    server, cluster = fragile
    before, strangers, receipts = found(server), about_to_send(server), []

    def kill_a_few_times() -> None:
        for _ in range(DATABASE_KILLS):
            time.sleep(2)
            wait_for_one_more(receipts)
            cluster.kill()
            cluster.start_again()
            assert seconds_until_answered(server) < RECOVERS_WITHIN

    with ThreadPoolExecutor(1) as pool:
        killing = pool.submit(kill_a_few_times)
        tries = refer_until(killing, strangers, receipts)
    assert tries, "No kill hit anybody"
    none_lost_and_none_twice(before, found(server), receipts)


@pytest.fixture
def by_a_line(rehearsed, tmp_path):
    """A service whose line to the database can be cut, and the line."""
    with (
        rehearsed.copy(tmp_path) as (environment, owner),
        line_to(environment["DATABASE_URL"]) as (line, url),
    ):
        environment["DATABASE_URL"] = url
        with services.serving(environment, owner, tmp_path) as service:
            yield service, line


def places_to_cut(line: Line, stranger: Stranger) -> list[Callable[[], None]]:
    """Twenty places of what one `send` says: at each commit, before and after it is
    done, and the others as far from each other as can be."""
    carried, commits = line.carried, line.commits
    stranger.send()
    whole, commits = line.carried - carried, line.commits - commits
    assert commits, "Nothing was committed"
    places = [
        partial(line.cut_at_commit, number + 1, done=done)
        for number in range(commits)
        for done in (False, True)
    ][:CUTS]
    rest = CUTS - len(places)
    return places + [
        partial(line.cut_after, whole * (number + 1) // (rest + 1))
        for number in range(rest)
    ]


def test_a_line_cut_while_a_referral_is_sent_leaves_all_of_it_or_nothing(by_a_line):
    server, line = by_a_line
    strangers = [Stranger(server.url) for _ in range(CUTS + 1)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Stranger.fill, strangers))
    places = places_to_cut(line, strangers.pop())
    before, receipts, hits = found(server), [], 0
    for cut, stranger in zip(places, strangers, strict=True):
        tries = stranger.tries
        cut()
        receipts.append(stranger.send())
        line.mend()
        hits += stranger.tries > tries
    assert hits > CUTS // 2, "The cuts did not reach what was sent"
    none_lost_and_none_twice(before, found(server), receipts)
