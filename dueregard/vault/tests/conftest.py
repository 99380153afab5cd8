import os
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from dueregard.access.purposes import Purpose
from dueregard.drafts import services as drafts
from dueregard.vault import rls, rooms, services, tenancy
from dueregard.vault.models import DataKey, WrappedKey

from .samples import Letter, Note

CANARY = "Zebedee Quillfeather-Ó Dálaigh"


@pytest.fixture
def tables(db):
    """The tables of the tests' own models, gone with the test's transaction."""
    with connection.cursor() as cursor:
        for model in (Note, Letter):
            editor = connection.SchemaEditorClass(connection)
            editor.deferred_sql = []  # its foreign keys: not needed here
            cursor.execute(*editor.table_sql(model))
            if connection.vendor == "postgresql":
                rls.protect(connection, cursor, model)


@pytest.fixture
def make_note(tables, marlbrook):
    """Write a note of Marlbrook's, under a data key of its own."""

    def make(words=CANARY, authority=marlbrook, model=Note, **more):
        with rooms.sealing(authority):
            key = services.new_key(authority, DataKey.Kind.REFERRAL)
            note = model(authority=authority, data_key=key, words=words, **more)
            note.save()
        return note

    return make


@pytest.fixture
def note(make_note):
    return make_note()


@pytest.fixture
def opened(marlbrook, coordinator):
    """A room of Marlbrook's for its co-ordinator."""

    def open_room(*subjects, authority=marlbrook, who=coordinator, door="detail"):
        return rooms.case_room(
            who,
            authority=authority,
            purpose=Purpose.TRIAGE,
            door=door,
            groups=["G1", "G2"],
            subjects=subjects,
        )

    return open_room


@pytest.fixture
def fetched(db):
    """A row as it is in the database now, fetched where its authority is set."""

    def fetch(row):
        with tenancy.of(row.authority_id):
            return type(row).objects.get(pk=row.pk)

    return fetch


@pytest.fixture
def bytes_of(db):
    """The sealed bytes of a column, as the database has them."""

    def read(row, column):
        table = row._meta.db_table
        with tenancy.of(row.authority_id), connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{column}" FROM "{table}" WHERE "{_pk(row)}" = %s', [_id(row)]
            )
            return bytes(cursor.fetchone()[0])

    return read


@pytest.fixture
def put_bytes(db):
    """Change a column behind the service's back."""

    def put(row, column, value):
        with tenancy.of(row.authority_id), connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{row._meta.db_table}" SET "{column}" = %s '
                f'WHERE "{_pk(row)}" = %s',
                [value, _id(row)],
            )

    return put


@pytest.fixture
def kept_of(db):
    """The wrapped data key of a row."""

    def kept(row):
        with tenancy.of(row.authority_id):
            return WrappedKey.objects.get(pk=row.data_key_id)

    return kept


def _pk(row):
    return row._meta.pk.column


def _id(row):
    return row.pk if connection.vendor == "postgresql" else row.pk.hex


@pytest.fixture
def make_draft(marlbrook, coordinator):
    """Save a draft of the co-ordinator's: a sealed row of a real table."""

    def make(content, authority=marlbrook, by=coordinator):
        return drafts.save_draft(
            "referral", content, authority=authority, by=by, tab="t", number=1
        )

    return make


@pytest.fixture
def canaries_found(tmp_path):
    """Which of some words stand in the database's files, or in a dump of it."""

    def search(words):
        dumped = b"".join(path.read_bytes() for path in _copies(tmp_path))
        assert b"Marlbrook" in dumped  # we looked in the right place
        return [word for word in words if word.encode() in dumped]

    return search


def _copies(folder):
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        base = Path(where["NAME"])
        return [path for path in base.parent.glob(f"{base.name}*") if path.is_file()]
    target = folder / "dump.sql"
    subprocess.run(
        [
            *["pg_dump", "--enable-row-security", "--inserts", f"--file={target}"],
            *["-h", where["HOST"], "-p", str(where["PORT"]), "-U", where["USER"]],
            where["NAME"],
        ],
        env={**os.environ, "PGOPTIONS": "-c dueregard.whole=yes"},
        check=True,
        capture_output=True,
    )
    assert "vault_datakey" in target.read_text()
    return [target]
