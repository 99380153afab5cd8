"""The words that stand before each answer of the form, in the blocks of domain §6.9."""

from dataclasses import dataclass

from dueregard.access.need_to_know import Group

from ..codes import Known, Stated


@dataclass(frozen=True)
class Block:
    """One part of the form: the group of fields that it shows, and their labels."""

    code: str
    title: str
    group: Group
    labels: dict[str, str]


BLOCKS = (
    Block(
        "person",
        "The person",
        Group.IDENTITY,
        {
            "forenames": "Forenames",
            "surname": "Surname",
            "aliases": "Other names",
            "born_on": "Date of birth",
            "approximate_age": "Age, where the date is not known",
            "gender": "Gender",
            "addresses": "Addresses",
            "contacts": "How to reach them",
            "household": "Family and household",
            "language": "Language",
            "school_or_work": "School, college or work",
        },
    ),
    Block(
        "concern",
        "The concern",
        Group.ACCOUNT,
        {
            "did_or_said": "What they did or said",
            "means": "What the writer thinks it means",
            "other_explanations": "Other explanations",
            "came_to_light": "When and where it came to light",
            "other_agencies": "Other agencies",
            "safeguarding": "Safeguarding, and what was done",
            "fairness": "What the writer asked themselves",
            "police_reference": "Police reference (PCMT)",
        },
    ),
    Block(
        "characteristics",
        "Needs and characteristics",
        Group.CHARACTERISTICS,
        {"needs": "Complex needs", "answers": "Each with who said so"},
    ),
    Block(
        "referrer",
        "Who noticed and who refers",
        Group.REFERRER,
        {
            "noticed_by": "First noticed by",
            "referred_by": "Referred by",
            "contact": "Contact at their organisation",
        },
    ),
)
CODES = {
    **{str(code): str(label) for code, label in Known.choices},
    **{str(code): str(label) for code, label in Stated.choices},
    "yes": "Yes",
    "no": "No",
}
"""What a code that stands for an answer is printed as."""
