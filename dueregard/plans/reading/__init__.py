"""Understanding a plan document: `understand(document) -> PlanDraft`.

`layouts.py` is the table of layouts, `recognise.py` finds header rows, `tables.py` and
`placing.py` turn rows into groups, `items.py` and `sharing.py` make actions of them.
"""

from .draft import (
    ActionDraft,
    GroupDraft,
    MilestoneDraft,
    PlanDraft,
    SectionDraft,
    Warning,
)
from .layouts import FIELD_LABELS, LAYOUTS, SYNONYMS, UNKNOWN, Field
from .recognise import ColumnMapping, HeaderFound, headers_found
from .understand import understand

__all__ = [
    "FIELD_LABELS",
    "LAYOUTS",
    "SYNONYMS",
    "UNKNOWN",
    "ActionDraft",
    "ColumnMapping",
    "Field",
    "GroupDraft",
    "HeaderFound",
    "MilestoneDraft",
    "PlanDraft",
    "SectionDraft",
    "Warning",
    "headers_found",
    "understand",
]
