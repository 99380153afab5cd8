import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dueregard.operations import startup
from dueregard.outbox.worker import Worker


class Command(BaseCommand):
    help = (
        "Run the worker: it sends mail and does jobs until it is told to stop. SIGTERM "
        "or Ctrl-C lets it finish what is in hand, for 30 seconds at most."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="do one job or send one batch of mails and end",
        )
        parser.add_argument(
            "--until-idle", action="store_true", help="end when nothing is due"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        startup.refuse_unsafe()
        worker = Worker()
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        if options["once"]:
            worker.run_once()
        elif options["until_idle"]:
            worker.run_until_idle()
        else:
            worker.run()
