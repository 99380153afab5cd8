"""What pages weigh, and what an export costs in time and memory."""

import gzip

from http_client import Client, good


def export(report, where: dict, client: Client, running, known: dict) -> None:
    before = running.worker_memory()
    answer = good(client.get(f"/plans/{known['plan']}/export/csv/"))
    after = running.worker_memory()
    growth = max(after[pid] - before.get(pid, after[pid]) for pid in after)
    lines = answer.body.count(b"\n") - 1
    report.say(
        "CSV export",
        **where,
        rows=lines,
        ms=round(answer.total, 1),
        first_byte_ms=round(answer.first_byte, 1),
        ms_a_row=round(answer.total / max(lines, 1), 4),
    )
    report.say(
        "CSV export: growth of a worker, MiB", must=20, **where, value=round(growth, 1)
    )


def weight(report, where: dict, client: Client, known: dict) -> None:
    page = good(client.get(f"/plans/{known['plan']}/actions/")).body
    urls = [
        part.split(b'"')[0].decode()
        for mark in (b'href="/static/', b'src="/static/')
        for part in page.split(mark)[1:]
    ]
    files = [
        client.get(f"/static/{url}", **{"Accept-Encoding": "gzip"}) for url in urls
    ]
    total = len(gzip.compress(page)) + sum(len(file.body) for file in files)
    report.say(
        "list page: plain HTML, kB", must=30, **where, value=round(len(page) / 1000, 1)
    )
    report.say(
        "first visit: gzipped, kB", must=100, **where, value=round(total / 1000, 1)
    )
    report.say("first visit: requests", must=6, **where, value=1 + len(urls))
