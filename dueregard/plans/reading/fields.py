"""What a column of a plan can hold, and the names that councils give it."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """What a column holds. EXTRA is kept under the source's own heading."""

    REF = "ref"
    PRIORITY_NUMBER = "priority_number"
    PRIORITY = "priority"
    GROUP_NUMBER = "group_number"
    GROUP = "group"
    ACTION = "action"
    OWNERS = "owners"
    TIMESCALE = "timescale"
    START = "start"
    DUE = "due"
    ONGOING = "ongoing"
    MILESTONE = "milestone"
    RAG = "rag"
    EXTRA = "extra"
    IGNORE = "ignore"


# What a co-ordinator reads beside each field on the column-mapping page.
FIELD_LABELS: dict[Field, str] = {
    Field.REF: "Reference or number",
    Field.PRIORITY_NUMBER: "Number of the priority or strand",
    Field.PRIORITY: "Priority or strand",
    Field.GROUP_NUMBER: "Number of the objective or activity",
    Field.GROUP: "Objective, activity or risk that the action belongs to",
    Field.ACTION: "Action",
    Field.OWNERS: "Owner or lead",
    Field.TIMESCALE: "Timescale",
    Field.START: "Start date",
    Field.DUE: "Due date",
    Field.ONGOING: "Whether it is ongoing",
    Field.MILESTONE: "A milestone or review",
    Field.RAG: "RAG rating",
    Field.EXTRA: "Something else: keep it beside the action",
    Field.IGNORE: "Nothing: leave it out",
}

# Other names for a field, for columns that no layout names and for the mapping page.
SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.REF: ("#", "no", "ref", "reference", "number", "action no", "id", "item"),
    Field.PRIORITY_NUMBER: ("priority number", "strand number"),
    Field.PRIORITY: ("priority", "strand", "theme", "aim", "pillar"),
    Field.GROUP_NUMBER: ("objective number", "activity number"),
    Field.GROUP: (
        "activity",
        "objective",
        "outcome",
        "workstream",
        "area",
        "risk area",
        "vulnerability risk area",
        "risk title",
        "requirement",
        "benchmark",
    ),
    Field.ACTION: (
        "action",
        "actions",
        "action required",
        "actions required",
        "action needed",
        "action point",
        "proposed actions",
        "further action required",
        "further action",
        "task",
        "tasks",
        "what",
        "what we will do",
        "deliverable",
        "recommendation",
        "recommendations",
        "description of action",
        "action description",
    ),
    Field.OWNERS: (
        "owner",
        "owners",
        "lead",
        "leads",
        "lead officer",
        "lead organisation",
        "lead agency",
        "lead partner",
        "responsible",
        "responsibility",
        "responsible officer",
        "person responsible",
        "staff responsible",
        "who",
        "by whom",
        "action owner",
        "partners",
        "assigned to",
    ),
    Field.TIMESCALE: (
        "timescale",
        "timescales",
        "timeframe",
        "time frame",
        "timeline",
        "when",
        "by when",
        "deadline",
        "target date",
        "completion date",
        "planned completion",
        "date",
    ),
    Field.START: ("start", "start date", "starts on", "from"),
    Field.DUE: ("due", "due date", "due by", "end date"),
    Field.ONGOING: ("ongoing",),
    Field.MILESTONE: ("milestone", "milestones", "review date", "review"),
    Field.RAG: ("rag", "rag rating", "rag status", "rating rag", "brag"),
}
