"""Names out of an owners cell."""

import pytest

from dueregard.plans.reading import owners

CELLS = {
    "": (),
    "All partners": ("All partners",),
    "Prevent Coordinator Health Leads": ("Prevent Coordinator", "Health Leads"),
    "Prevent Coordinator. Education Officer.": (
        "Prevent Coordinator",
        "Education Officer",
    ),
    "Prevent Coordinator Cohesion & Equality Team.": (
        "Prevent Coordinator",
        "Cohesion & Equality Team",
    ),
    "Cohesion & Equality Team Communications Team.": (
        "Cohesion & Equality Team",
        "Communications Team",
    ),
    "Prevent Coordinator, NHS Health leads and Police teams": (
        "Prevent Coordinator",
        "NHS Health leads",
        "Police teams",
    ),
    "Hall Premises, Incl. Library Managers. Facilities Managers .": (
        "Hall Premises, Incl. Library Managers",
        "Facilities Managers",
    ),
    "Trainers from Council, Health and Police": (
        "Trainers from Council, Health and Police",
    ),
    "Education Officer/Prevent Coordinator": (
        "Education Officer",
        "Prevent Coordinator",
    ),
    "School/college Safeguarding Leads": ("School/college Safeguarding Leads",),
    "DSL / Headteacher": ("DSL", "Headteacher"),
    "Channel Panel (all partners, and chair)": (
        "Channel Panel (all partners, and chair)",
    ),
    "Head of Service, Safeguarding": ("Head of Service, Safeguarding",),
    "Police (Fernshire) Partnership Team": ("Police (Fernshire) Partnership Team",),
    "YOI Westmead HMP Longacre": ("YOI Westmead", "HMP Longacre"),
    "Available online but promoted by Marlbrook Council": ("Marlbrook Council",),
    "Team Leader, Youth Service": ("Team Leader", "Youth Service"),
    "• Head\n• DSL": ("Head", "DSL"),
    "Prevent Coordinator:\n• Home Office Monitoring Process.": ("Prevent Coordinator",),
    "Ann Example/Bo\nOther\nMarlbrook Council": (
        "Ann Example",
        "Bo Other",
        "Marlbrook Council",
    ),
    "Chair. Chair": ("Chair",),
}


@pytest.mark.parametrize("text", CELLS)
def test_the_names_in_a_cell(text):
    assert owners.split(text) == CELLS[text]


def test_what_follows_a_colon_is_a_note():
    assert owners.note("Coordinator:\n• A register.\n• A count.") == (
        "A register\nA count"
    )
    assert owners.note("Coordinator. Chair") == ""
