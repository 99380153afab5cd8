"""The two real plans of the seeds, line by line: the facts that the issue states.

Their folder stands beside the project where the project is made, and nowhere else, so
this module is left out at collection when it is absent.
"""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.exchange.readers import read
from dueregard.partners.tests.factories import PostFactory
from dueregard.plans import services
from dueregard.plans.importing.comparing import compare
from dueregard.plans.importing.items import items_of
from dueregard.plans.models import Plan
from dueregard.plans.reading import understand

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
__test__ = SEEDS.is_dir()

WORD = re.compile(r"[^\W_]+")
FURNITURE = re.compile(r"TO MAKE SOUTH|Working\tto")


def seed(number):
    return next(SEEDS.glob(f"{number}_*.txt"))


@pytest.fixture(scope="module")
def walsall():
    path = seed("001")
    return understand(read(path.name, path.read_bytes()))


@pytest.fixture(scope="module")
def south_staffordshire():
    path = seed("004")
    return understand(read(path.name, path.read_bytes()))


def activity(draft, title):
    groups = [group for strand in draft.groups for group in strand.groups]
    return next(group for group in groups if group.title.startswith(title))


def test_001_has_four_priorities_eleven_objectives_and_37_actions(walsall):
    assert walsall.layout == "L1"
    assert [group.number for group in walsall.groups] == ["8.1", "8.2", "8.3", "8.4"]
    assert [[len(o.actions) for o in p.groups] for p in walsall.groups] == [
        [9],
        [8, 3, 3, 3],
        [2, 2, 1],
        [2, 2, 2],
    ]
    refs = [action.ref for action in walsall.actions()]
    assert refs == [str(number) for number in range(1, 38)]
    assert not any(group.actions for group in walsall.groups)


def test_001_keeps_its_narrative_in_order(walsall):
    numbers = [section.number for section in walsall.sections]
    assert " ".join(numbers) == "1 2 2.1 2.2 3 3.1 4 5 6 7 8"
    assert walsall.sections[0].heading == "Overview"
    by_number = {section.number: section.text for section in walsall.sections}
    assert "exploit the internet to promote warped" in by_number["2.1"]
    assert "Push Factors" in by_number["6"]
    assert "Walsall Council (Chair) | West Midlands Police" in by_number["7"]
    assert walsall.groups[0].narrative.startswith("To ensure that all young people")
    assert walsall.groups[3].narrative.startswith("Extremism of any form")


def test_001_has_nothing_of_its_cover_contents_and_page_furniture(walsall):
    said = walsall.as_json()
    content = json.dumps([said["sections"], said["groups"]])
    for words in ("National Offender Management Service\\n", ".....", "Page 3", "<"):
        assert words not in content
    assert "Mental Health Partnership NHS Trust" not in content
    assert "Walsall" in walsall.title
    assert str(walsall.period_start) == "2020-04-01"
    assert str(walsall.period_end) == "2021-03-31"


def test_001_owners_are_split(walsall):
    owners = {action.ref: action.owners for action in walsall.actions()}
    assert owners["1"] == ("All service-owners",)
    assert owners["3"] == (
        "Prevent Coordinator",
        "Schools Prevent Education Officer",
        "Health leads",
        "Police partnerships",
    )
    assert owners["7"][-1] == "West Midlands Police CTU Prevent Team"
    assert owners["10"] == (
        "Prevent Coordinator",
        "Cohesion & Equality Team",
        "Communications Team",
    )
    assert "Facilities Managers" in owners["22"]
    assert owners["27"] == (
        "Channel Panel Chair",
        "Prevent Coordinator",
        "Head of Service, Safeguarding",
        "Walsall Children's Services",
        "Community Safety team",
    )
    assert owners["29"] == ("Prevent Coordinator",)
    assert all(owners.values())


def test_001_keeps_the_owners_words(walsall):
    texts = {action.ref: action.owners_text for action in walsall.actions()}
    assert "Home Office Monitoring Process." in texts["29"]
    assert texts["2"] == "Prevent Coordinator Police partnerships/ Prevent teams"


def test_001_keeps_every_word_of_its_tables(walsall):
    said = " ".join(f"{a.ref} {a.text} {a.owners_text}" for a in walsall.actions())
    titles = " ".join(g.title for one in walsall.groups for g in one.groups)
    kept = set(WORD.findall(f"{said} {titles} Action Owner"))
    for line in seed("001").read_text().split("\n")[180:]:
        if "\t" in line:
            plain = re.sub(r"<[^>]*>", " ", line)
            assert set(WORD.findall(plain)) <= kept, line


def test_004_has_three_strands_and_nineteen_activities(south_staffordshire):
    draft = south_staffordshire
    assert draft.layout == "L2"
    assert [len(strand.groups) for strand in draft.groups] == [3, 11, 5]
    assert [strand.title.split()[0] for strand in draft.groups] == [
        "Ideology",
        "Individuals",
        "Institutions",
    ]
    assert draft.groups[1].title == (
        "Individuals – preventing people from being drawn into terrorism and ensuring "
        "they are given appropriate advice and support"
    )
    assert str(draft.period_start) == "2023-04-01"
    assert str(draft.period_end) == "2025-03-31"


def test_004_keeps_every_word_of_the_actions_column(south_staffordshire):
    said = " ".join(action.text for action in south_staffordshire.actions())
    kept = set(WORD.findall(said))
    for line in seed("004").read_text().split("\n")[72:]:
        cells = line.split("\t")
        if FURNITURE.search(line) or len(cells) < 4:
            continue
        if not cells[0].startswith(("Activity", "Individuals -")):
            assert set(WORD.findall(cells[2])) <= kept, line


def test_004_takes_no_furniture_or_repeated_header_for_content(south_staffordshire):
    groups = json.dumps(south_staffordshire.as_json()["groups"])
    for words in ("TO MAKE", "SOUTH ST", "terrorisr", "Lead Officer", "Safer"):
        assert words not in groups
    warnings = [w for w in south_staffordshire.warnings if w.code == "page-furniture"]
    assert len(warnings) == 4


def test_004_rates_nothing(south_staffordshire):
    assert {a.rag for a in south_staffordshire.actions()} == {"not_rated"}


TIMESCALES = {
    "Risk Assessment": [("None", "None", True, "certain")] * 2,
    "Safeguarding": [
        ("None", "2024-02-29", False, "uncertain"),
        ("None", "2024-02-29", False, "uncertain"),
        ("None", "2024-09-30", False, "certain"),
        ("None", "2024-04-30", False, "certain"),
    ],
    "Training package for Further": [("2024-02-01", "2025-03-31", False, "certain")],
    "Policies": [("None", "2024-03-31", False, "certain")],
    "Community Engagement": [("2024-02-01", "2025-03-31", False, "certain")],
    "Social media": [("2023-09-01", "2025-03-31", False, "uncertain")] * 3,
    "E-Safety": [
        ("None", "2024-02-29", False, "certain"),
        ("None", "None", True, "certain"),
    ],
    "Signposting": [
        ("None", "2023-11-30", False, "uncertain"),
        ("None", "2024-03-31", False, "uncertain"),
        ("None", "2024-09-30", False, "uncertain"),
        ("None", "2025-02-28", False, "uncertain"),
    ],
    "Contractors": [("2023-03-01", "None", True, "certain")],
}


@pytest.mark.parametrize("title", TIMESCALES)
def test_004_timescales_are_parsed(south_staffordshire, title):
    found = activity(south_staffordshire, title).actions
    assert [
        (str(a.start), str(a.due), a.ongoing, a.confidence) for a in found
    ] == TIMESCALES[title]
    assert all(action.timescale_text for action in found)


def test_004_joins_what_narrow_columns_broke(south_staffordshire):
    titles = [g.title for s in south_staffordshire.groups for g in s.groups]
    assert "Reaching out to individuals through communities" in titles
    assert "Emerging and Transient Communities - community cohesion" in titles
    emerging = activity(south_staffordshire, "Emerging").actions
    assert len(emerging[0].owners) == 3
    assert all(" " in owner for owner in emerging[0].owners)


@pytest.mark.parametrize("number", ["001", "004"])
def test_the_command_prints_what_was_understood(number, capsys):
    path = seed(number)
    call_command("import_plan", str(path), "--dry-run", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said == understand(read(path.name, path.read_bytes())).as_json()
    assert said["counts"]["actions"] == 37


@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_a_seed_that_is_no_plan_is_refused_with_a_sentence(number, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("import_plan", str(seed(number)), "--dry-run")
    assert end.value.code == 2
    assert "No table of actions was found" in capsys.readouterr().err


@pytest.fixture
def coordinator(db):
    """The co-ordinator of an authority that knows one of the posts of its plan."""
    authority = AuthorityFactory(name="Marlbrook", slug="marlbrook")
    PostFactory(authority=authority, title="Prevent co-ordinator")
    return person_with(Role.COORDINATOR, authority)


def stored(number: str) -> Plan:
    call_command("import_plan", str(seed(number)), "--authority", "marlbrook")
    return Plan.objects.get()


def owners_of(plan: Plan, ref: str) -> list[tuple[str, bool]]:
    owners = plan.actions.get(ref=ref).owners.all()
    return [(owner.text, owner.is_settled) for owner in owners]


def test_001_is_stored_with_its_groups_and_narrative(coordinator):
    plan = stored("001")
    assert (plan.is_draft, plan.drafted_by) == (True, coordinator)
    assert [group.number for group in plan.groups.priorities()] == [
        "8.1",
        "8.2",
        "8.3",
        "8.4",
    ]
    assert plan.groups.exclude(parent=None).count() == 11
    by_priority = [
        plan.actions.filter(group__parent=priority).count()
        for priority in plan.groups.priorities()
    ]
    assert by_priority == [9, 17, 5, 6]
    refs = plan.actions.order_by("position").values_list("ref", flat=True)
    assert list(refs) == [str(number) for number in range(1, 38)]
    numbers = plan.sections.values_list("number", flat=True)
    assert " ".join(numbers) == "1 2 2.1 2.2 3 3.1 4 5 6 7 8"


def test_001_owners_are_stored_apart_and_known_ones_are_settled(coordinator):
    plan = stored("001")
    assert owners_of(plan, "1") == [("All service-owners", True)]
    assert owners_of(plan, "10") == [
        ("Prevent Coordinator", True),
        ("Cohesion & Equality Team", False),
        ("Communications Team", False),
    ]
    action = plan.actions.get(ref="2")
    assert (
        action.owners_text == "Prevent Coordinator Police partnerships/ Prevent teams"
    )
    assert not plan.actions.filter(owners=None).exists()
    leads = plan.actions.filter(owners__is_lead=True).distinct()
    assert leads.count() == 37


def test_004_is_stored_with_its_dates_and_its_doubts(coordinator):
    plan = stored("004")
    assert plan.groups.priorities().count() == 3
    assert plan.groups.exclude(parent=None).count() == 19
    assert plan.actions.count() == 37
    assert set(plan.actions.values_list("imported_rag", flat=True)) == {""}
    assert set(plan.actions.with_rag().values_list("rag", flat=True)) == {"not_rated"}
    training = plan.actions.get(group__title__startswith="Training package for Further")
    assert (str(training.starts_on), str(training.due_on)) == (
        "2024-02-01",
        "2025-03-31",
    )
    doubtful = plan.actions.filter(group__title__startswith="Signposting")
    assert set(doubtful.values_list("is_certain", flat=True)) == {False}
    assert not plan.actions.filter(timescale_text="").exists()


@pytest.mark.parametrize("number", ["001", "004"])
def test_the_same_document_twice_changes_nothing(number, coordinator):
    plan = stored(number)
    path = seed(number)
    draft = understand(read(path.name, path.read_bytes()))
    assert {row.change for row in compare(items_of(draft), plan)} == {"same"}
    before = list(plan.actions.values()), list(plan.groups.values())
    services.import_draft(draft, authority=plan.authority, by=coordinator, plan=plan)
    assert before == (list(plan.actions.values()), list(plan.groups.values()))


@pytest.mark.parametrize("number", ["001", "004"])
def test_a_stored_plan_can_be_taken_out_again(number, coordinator):
    plan = stored(number)
    services.undo_import(plan.imports.get(), by=coordinator)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("number", ["001", "004"])
def test_a_stored_plan_goes_out_and_comes_back_without_change(
    number, form, coordinator, tmp_path
):
    plan = stored(number)
    path = tmp_path / f"plan.{form}"
    call_command(
        "export_plan",
        *("--authority", "marlbrook", "--plan", str(plan.pk)),
        *("--format", form, "--output", str(path)),
    )
    draft = understand(read(path.name, path.read_bytes()))
    changed = [
        (row.change, row.text, row.differences)
        for row in compare(items_of(draft), plan)
        if row.change != "same" and row.kind
    ]
    assert changed == []
