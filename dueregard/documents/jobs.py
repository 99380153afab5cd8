"""What the worker does for this room. Each may be run again without harm.

A scanner that is away does not fail the job, which would be given up in the end: the
file waits, and the sweep asks again.
"""

import logging
from datetime import timedelta

from dueregard.access.refusals import NotNow
from dueregard.outbox.registry import job

from . import scanner, services

logger = logging.getLogger(__name__)


@job("documents.scan", calls_out=True)
def scan(payload: dict) -> None:
    try:
        services.scan(payload["version"])
    except scanner.Unavailable as reason:
        logger.warning("The virus check did not answer (%s): the file waits.", reason)
    except NotNow:
        logger.info("Another worker scanned the file first.")


@job("documents.scan_waiting", calls_out=True, every=timedelta(minutes=5))
def scan_waiting(payload: dict) -> None:
    services.scan_waiting()


@job("documents.sweep", calls_out=True, every=timedelta(days=1))
def sweep(payload: dict) -> None:
    services.sweep()


@job("documents.pass_over")
def pass_over(payload: dict) -> None:
    services.pass_documents_now(payload["authority"], payload["successor"])
