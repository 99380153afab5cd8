from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.http.response import HttpResponseBase

from dueregard.accounts.models import Authority, Person
from dueregard.plans import services
from dueregard.plans.exporting.formats import FORMATS
from dueregard.plans.exporting.part import Part
from dueregard.plans.management.plan_command import PlanCommand
from dueregard.plans.models import Plan

TEXT = ("csv", "json")


class Command(PlanCommand):
    help = (
        "Write a delivery plan to a file, or to standard output when it is text. The "
        "export is on record. Exits 0, or 2 with a sentence when it cannot be done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--authority", metavar="SLUG", required=True, help="whose plan it is"
        )
        parser.add_argument(
            "--plan", metavar="ID", type=int, help="which plan, else the one in force"
        )
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="the file to write or replace"
        )
        parser.add_argument(
            "--by",
            metavar="EMAIL",
            help="who exports it: the file holds what they may read; else all of it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        form, path = options["format"], options["output"]
        if path is None and form not in TEXT:
            self.end(f"Say which file to write with --output: {form} is not text.")
        authority = self.authority_called(options["authority"])
        by = self.person_at(options["by"]) if options["by"] else None
        plan = self._plan(authority, options["plan"], by)
        response = FORMATS[form].write(_part(plan, by))
        if path is None:
            services.record_export(plan, by=by, form=form)
            for chunk in response:
                self.stdout.write(chunk.decode(), ending="")
            return
        self._write(response, path, plan, by, form)
        self.stderr.write(f"“{plan}” of {authority} is in {path}.")

    def _plan(self, authority: Authority, key: int | None, by: Person | None) -> Plan:
        plans = Plan.objects.filter(authority=authority).select_related("authority")
        if by:
            plans = plans.filter(pk__in=Plan.objects.visible_to(by))
        found = plans.filter(pk=key) if key else plans.in_force()
        plan = found.first()
        if plan is None:
            reader = f" that {by} may read" if by else ""
            which = f"no plan {key}" if key else "no plan in force"
            self.end(f"{authority} has {which}{reader}.")
        return plan

    def _write(
        self,
        response: HttpResponseBase,
        path: Path,
        plan: Plan,
        by: Person | None,
        form: str,
    ) -> None:
        try:
            with path.open("wb") as file:
                services.record_export(plan, by=by, form=form)
                file.writelines(response)
        except OSError as mistake:
            self.end(f"{path} cannot be written: {mistake.strerror}.")


def _part(plan: Plan, by: Person | None) -> Part:
    """What `by` may read of the plan; all of it for whoever runs the server."""
    if by:
        return Part.for_person(plan, by)
    return Part(plan, plan.actions.all(), plan.sections.all(), "due-regard export-plan")
