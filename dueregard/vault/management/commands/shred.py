from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dueregard.access.refusals import NotNow
from dueregard.audit.facts import CODE
from dueregard.vault import services, tenancy
from dueregard.vault.models import DataKey


class Command(BaseCommand):
    help = (
        "Destroy one data key: all that it sealed is unreadable at once, here and in "
        "every backup within 35 days. It cannot be undone. A legal hold refuses it. "
        "Recorded as done by whoever runs the machine: agree it with a second person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", type=UUID, help="the data key's id")
        parser.add_argument(
            "--because", required=True, help="a code, such as court_order or spam"
        )
        parser.add_argument(
            "--yes", action="store_true", help="destroy it: nothing is asked again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not CODE.fullmatch(options["because"]):
            raise CommandError("Give a code without spaces: the record holds no words.")
        data_key = _found(options["key"])
        if data_key is None:
            raise CommandError("There is no such data key.")
        if not options["yes"]:
            raise CommandError(f"This destroys a {data_key.kind} for good. Add --yes.")
        try:
            services.shred(data_key, by=None, because_code=options["because"])
        except (NotNow, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Destroyed. Its id is in the ledger of erasures.")


def _found(key_id: UUID) -> DataKey | None:
    for authority in apps.get_model("accounts.Authority")._base_manager.all():
        with tenancy.of(authority) as number:
            found = DataKey.objects.filter(authority=number, pk=key_id).first()
        if found:
            return found
    return None
