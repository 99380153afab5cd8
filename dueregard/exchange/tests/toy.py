"""A small importer for tests: the organisations that work with an authority."""

import csv
import io

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.exchange.document import (
    Cell,
    Document,
    Line,
    Remark,
    Row,
    Table,
    Unreadable,
)
from dueregard.exchange.importers import (
    Change,
    Column,
    Field,
    Importer,
    NeedsMapping,
    Proposal,
    ProposedRow,
)

FILE = b"Name,Short name\nNorth Lane School,NLS\nElm Housing,Elm\n"


class Toy(Importer):
    """A name ending in "?" needs a look; a row without a name cannot go in."""

    code = "toy"
    label = "list of organisations"
    room = "plan"
    accepts = (".csv",)
    guidance = "One organisation on each line."
    fields = (
        Field("name", "Name", "the organisation’s name", ("Organisation",), True),
        Field("short", "Short name", synonyms=("Known as",)),
    )
    kinds = {"organisation": "Organisation"}
    held_back = ""

    def may_use(self, user, authority):
        if not user.holds(Role.COORDINATOR, authority):
            raise NotAllowed("Only a Prevent co-ordinator can import organisations.")

    def read(self, name, path):
        data = path.read_bytes()
        if b"\0" in data:
            line = data[: data.index(b"\0")].count(b"\n") + 1
            raise Unreadable(f"Line {line} has a character that no text has.")
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        table = Table(
            tuple(
                Row(tuple(Cell((Line(text, n),)) for text in row), n)
                for n, row in enumerate(rows, start=1)
            ),
            line=1,
        )
        return Document(name, "", "csv", [table])

    def understand(self, document, *, authority, mapping, options):
        header, *rows = next(document.tables()).rows
        names = header.texts()
        places = self._places(names, mapping, rows)
        return Proposal(
            self._rows(rows, names, places, authority),
            total=len(rows),
            summary=[("Lines in the file", str(len(rows)))],
            remarks=[Remark("unplaced", 1, "This title was left out.", "A title")],
        )

    def _places(self, names, mapping, rows):
        known = {"Name": "name", "Short name": "short"}
        given = mapping if mapping is not None else known
        places = {given[n]: i for i, n in enumerate(names) if given.get(n)}
        if "name" not in places:
            cells = [row.texts() for row in rows[:3]]
            raise NeedsMapping(
                Column(name, tuple(row[i] for row in cells if i < len(row)))
                for i, name in enumerate(names)
            )
        return places

    def _rows(self, rows, names, places, authority):
        held = {o.name: o for o in Organisation.objects.filter(authorities=authority)}
        for row in rows:
            texts = row.texts()
            values = {field: texts[place] for field, place in places.items()}
            yield self._row(
                values, dict(zip(names, texts, strict=True)), row.line, held
            )

    def _row(self, values, cells, line, held):
        name, short = values["name"], values.get("short", "")
        change, problems, differences = Change.NEW, (), ()
        if not name:
            change, problems = Change.PROBLEM, ("Enter the organisation’s name.",)
        elif name.endswith("?"):
            change, problems = Change.UNCERTAIN, ("The name may be another’s.",)
        elif name in held and held[name].short_name == short:
            change = Change.SAME
        elif name in held:
            change = Change.CHANGED
            differences = (("Short name", held[name].short_name, short),)
        return ProposedRow(
            change,
            "organisation",
            line,
            name or "No name",
            cells,
            {"name": name, "short": short},
            problems,
            differences,
        )

    def basis(self, *, authority, options):
        return f"{authority.pk}:{authority.public_contact[:20]}"

    def apply(self, upload, *, by):
        if self.held_back:
            raise NotNow(self.held_back)
        added = []
        for row in upload.rows_to_apply():
            values = {"short_name": row.payload["short"]}
            held = Organisation.objects.filter(
                name=row.payload["name"], authorities=upload.authority
            )
            if not held.update(**values):
                new = Organisation.objects.create(name=row.payload["name"], **values)
                new.authorities.add(upload.authority)
                added.append(new.pk)
        return {"added": added}

    def may_undo(self, upload, *, by):
        added = Organisation.objects.filter(pk__in=upload.result["added"])
        if added.filter(memberships__isnull=False).exists():
            raise NotNow("Somebody works for one of these organisations now.")

    def undo(self, upload, *, by):
        Organisation.objects.filter(pk__in=upload.result["added"]).delete()
