import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from dueregard.access.refusals import Refusal
from dueregard.accounts import services
from dueregard.accounts.models import Authority


class Command(BaseCommand):
    help = (
        "Set up the first authority: the council, its own organisation, every room, "
        "and an administrator, whose one-time invitation link is printed. Exits 0, or "
        "1 when the authority exists and has an administrator."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--authority", required=True, metavar="NAME", help="the council's name"
        )
        parser.add_argument(
            "--kind", required=True, choices=Authority.Kind.values, help="what it is"
        )
        parser.add_argument(
            "--administrator", required=True, metavar="EMAIL", help="whom to invite"
        )
        parser.add_argument(
            "--name", default="Administrator", help="the administrator's full name"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        name, email = options["authority"].strip(), options["administrator"].strip()
        if not name:
            raise CommandError("Give the council's name after --authority.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(
                "Give an e-mail address after --administrator, like name@example.org."
            ) from error
        try:
            link = services.begin(
                name,
                kind=options["kind"],
                administrator=email,
                person_name=options["name"],
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if options["json"]:
            answer = {"authority": name, "administrator": email, "invitation": link}
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(
            f"{name} is set up. Give this link to {email}; it works once, for seven "
            f"days:\n\n{link}"
        )
