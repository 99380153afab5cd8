import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dueregard.access.refusals import Refusal
from dueregard.rehearsal import services


class Command(BaseCommand):
    help = (
        "Build the rehearsal area: a made-up region with a person for every role and "
        "a year of work on its plans. Does nothing where it has been built already, "
        "and is refused on a database that holds a real authority."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", help="print what was done as JSON"
        )

    def handle(self, *args, **options):
        try:
            is_new = services.rehearse()
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        people = services.people_to_be()
        if options["json"]:
            answer = {
                "built": is_new,
                "sign_in": f"{settings.SITE_URL}/rehearsal/",
                "people": [_line(person) for person in people],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        self.stdout.write(
            "The rehearsal area is built." if is_new else "The rehearsal area is there."
        )


def _line(person) -> dict[str, str]:
    membership = person.memberships.all()[0]
    return {
        "name": person.name,
        "role": membership.get_role_display(),
        "authority": membership.authority.name,
    }
