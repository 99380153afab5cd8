"""The database's own fence around each authority's records, and its own rules of state.

As the application's role on PostgreSQL. SQLite has no such fence: there the tests say
so, and the application is the only one (settled 28).
"""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dueregard.referrals.models import Referral
from dueregard.vault import rls, tenancy
from tests.adapter import ELSEWHERE, HOME, undone

pytestmark = pytest.mark.django_db
FENCED = connection.vendor == "postgresql"
MODELS = {
    each._meta.label_lower: each
    for each in rls.fenced()
    if each._meta.app_label in ("referrals", "vault")
}


@pytest.fixture
def authorities(seeded):
    return [seeded.tenants[place].authority for place in (HOME, ELSEWHERE)]


@pytest.fixture(autouse=True)
def as_it_was(seeded):
    """Nothing that a test does is kept for the next."""
    with undone():
        yield


def owners(model):
    """Whose rows of `model` the database shows."""
    rows = model._base_manager.order_by("authority_id")
    return list(rows.values_list("authority_id", flat=True).distinct())


def everybodys(model, authorities):
    """The authorities that have rows of `model`."""
    found = []
    for authority in authorities:
        with tenancy.of(authority):
            if model._base_manager.filter(authority=authority).exists():
                found.append(authority.pk)
    return found


@pytest.mark.parametrize("name", MODELS)
def test_while_no_authority_is_set_no_row_is_there(authorities, name):
    model = MODELS[name]
    assert owners(model) == ([] if FENCED else everybodys(model, authorities))


@pytest.mark.parametrize("name", MODELS)
def test_inside_one_authority_no_row_of_another_is_there(authorities, name):
    here, _ = authorities
    wanted = everybodys(MODELS[name], authorities)
    with tenancy.of(here):
        found = owners(MODELS[name])
    assert found == ([each for each in wanted if each == here.pk] if FENCED else wanted)


@pytest.mark.parametrize("name", MODELS)
def test_no_row_of_another_authority_is_changed_removed_or_taken(authorities, name):
    here, there = authorities
    table, own = MODELS[name]._meta.db_table, MODELS[name]._meta.pk.column
    with tenancy.of(there):
        row = MODELS[name]._base_manager.filter(authority=there).first()
    if row is None or not FENCED:
        return
    acts = (
        f'UPDATE "{table}" SET "{own}" = "{own}" WHERE authority_id = {there.pk}',
        f'UPDATE "{table}" SET authority_id = {here.pk} '
        f"WHERE authority_id = {there.pk}",
        f'DELETE FROM "{table}" WHERE authority_id = {there.pk}',
    )
    with tenancy.of(here), connection.cursor() as cursor:
        for act in acts:
            cursor.execute(act)
            assert cursor.rowcount == 0, act


@pytest.mark.parametrize("name", MODELS)
def test_no_row_is_given_to_another_authority(authorities, name):
    here, there = authorities
    table = MODELS[name]._meta.db_table
    with tenancy.of(here):
        row = MODELS[name]._base_manager.filter(authority=here).first()
        if row is None or not FENCED:
            return
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f'UPDATE "{table}" SET authority_id = %s WHERE "{row._meta.pk.column}" '
                "= %s",
                [there.pk, row.pk],
            )


@pytest.mark.parametrize("said", ["", "0", "-1", "1 OR 1=1", "%", "NULL"])
def test_no_odd_word_for_the_authority_opens_a_row(authorities, said):
    if not FENCED:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [tenancy.SETTING, said])
        try:
            with transaction.atomic():
                assert not Referral.objects.exists()
        except DatabaseError as error:
            assert "invalid input syntax" in str(error)  # refused, which is as good


def test_the_application_owns_nothing_and_cannot_step_round_the_fence(seeded):
    if not FENCED:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() "
            "AND tableowner = current_user"
        )
        assert cursor.fetchone() == (0,)
        for act in (
            'ALTER TABLE "referrals_referral" DISABLE ROW LEVEL SECURITY',
            'DROP POLICY due_regard_fence ON "referrals_referral"',
            'TRUNCATE "referrals_referral" CASCADE',
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(act)


# Each jump of state that domain.md forbids, as somebody with the database would try it:
# which referral, what is set, and the constraint that refuses.
JUMPS = {
    "to gathering before the police said clear": (
        "gateway",
        "status = 'gathering'",
        "referral_goes_on_only_when_cleared",
    ),
    "to the panel before the police said clear": (
        "gateway",
        "status = 'listed', decided_by_body = 'police', decided_on = '2026-05-12'",
        "referral_goes_on_only_when_cleared",
    ),
    "to the panel without who decided": (
        "decision",
        "status = 'listed'",
        "referral_section_36_names_body_and_date",
    ),
    "clearance taken back while it goes on": (
        "gathering",
        "cleared_at = NULL",
        "referral_goes_on_only_when_cleared",
    ),
    "closed without an outcome": (
        "gateway",
        "status = 'closed'",
        "referral_ends_with_outcome_and_other_support",
    ),
    "closed without the answer about other support": (
        "gateway",
        "status = 'closed', outcome = 'signposted', closed_on = '2026-05-12'",
        "referral_ends_with_outcome_and_other_support",
    ),
    "a repeat closed by one person": (
        "gateway",
        "status = 'closed', outcome = 'nfa', other_support = 'none_needed', "
        "closed_on = '2026-05-12', sequence = 2",
        "referral_repeat_is_closed_by_two",
    ),
    "not met without who decided": (
        "decision",
        "status = 'not_met', outcome = 'nfa', other_support = 'none_needed', "
        "closed_on = '2026-05-12', is_police_led = FALSE",
        "referral_section_36_names_body_and_date",
    ),
    "not met without whether the police lead": (
        "decision",
        "status = 'not_met', outcome = 'nfa', other_support = 'none_needed', "
        "closed_on = '2026-05-12', decided_by_body = 'police', "
        "decided_on = '2026-05-12'",
        "referral_not_met_says_whether_police_lead",
    ),
    "joined to nothing": (
        "submitted",
        "status = 'joined'",
        "referral_joined_names_the_open_one",
    ),
}


@pytest.mark.parametrize("jump", JUMPS)
def test_the_database_refuses_a_jump_of_state(seeded, jump):
    label, change, constraint = JUMPS[jump]
    referral = seeded.tenants[HOME].referrals[label]
    pk = referral.pk if FENCED else referral.pk.hex
    with (
        tenancy.of(referral.authority),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'UPDATE "referrals_referral" SET {change} WHERE id = %s', [pk])


def test_a_reference_tells_no_arrivals(seeded):
    """References and ids are random: two that came in together are far apart."""
    referrals = list(seeded.tenants[HOME].referrals.values())
    assert len({each.reference for each in referrals}) == len(referrals)
    assert all(isinstance(each.pk, uuid.UUID) for each in referrals)
    assert all(each.pk.version == 4 for each in referrals)
