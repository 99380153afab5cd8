"""Forms in GOV.UK markup: the renderer, dates in three parts, revealed questions,
rows on offer."""

from .dates import DatePartsField, DatePartsInput
from .offering import offer
from .renderer import GovukRenderer
from .reveals import RevealForm, Reveals

__all__ = [
    "DatePartsField",
    "DatePartsInput",
    "GovukRenderer",
    "RevealForm",
    "Reveals",
    "offer",
]
