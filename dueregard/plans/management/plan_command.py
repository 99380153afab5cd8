"""What the commands about plans share: whose plan, who does it, and how they end."""

import sys
from typing import NoReturn

from django.core.management.base import BaseCommand

from dueregard.accounts.models import Authority, Person

UNUSABLE = 2


class PlanCommand(BaseCommand):
    """A command that ends with exit code 2 and one sentence when it cannot be done."""

    requires_system_checks: list = []

    def end(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(UNUSABLE)

    def authority_called(self, slug: str) -> Authority:
        authority = Authority.objects.filter(slug=slug).first()
        if authority is None:
            self.end(f"There is no authority called {slug} here.")
        return authority

    def person_at(self, email: str) -> Person:
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            self.end(f"Nobody here has the e-mail address {email}.")
        return person
