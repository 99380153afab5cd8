"""What becomes of the record of somebody who was a child when they were referred."""

from typing import Any, cast

from django import forms

from dueregard.ui.forms import RevealForm

from ..codes import KeptOn
from .moves import long_text

KEEP, DESTROY = "keep", "destroy"


class ReviewForm(RevealForm):
    """Destroyed, unless a ground in law and a reason say otherwise. One that was kept
    before has to say more."""

    decision = forms.ChoiceField(
        label="What becomes of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what becomes of it"},
    )
    ground = forms.TypedChoiceField(
        label="On which ground is it kept?",
        help_text="That it may be useful one day is none.",
        choices=KeptOn.choices,
        coerce=KeptOn,
        widget=forms.RadioSelect,
        error_messages={"required": "Select on which ground it is kept"},
    )
    reason = long_text(
        "Why is it still needed, now that they are an adult?",
        "Enter why it is still needed",
        hint="It is kept locked with the referral.",
    )
    since = long_text(
        "What has happened since it was last kept that makes it needed again?",
        "Enter what has happened since it was last kept",
    )

    def __init__(
        self, *args: Any, may_keep: bool, was_kept: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(DESTROY, "Ask that it is destroyed")]
        if may_keep:
            choices.append((KEEP, "Keep it for another year"))
        cast(forms.ChoiceField, self.fields["decision"]).choices = choices
        asked = (
            ["ground", "reason", *(["since"] if was_kept else [])] if may_keep else []
        )
        for name in {"ground", "reason", "since"} - {*asked}:
            del self.fields[name]
        self.reveals = {"decision": {KEEP: asked}} if asked else {}

    @property
    def keeps(self) -> bool:
        return self.cleaned_data["decision"] == KEEP

    def why(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "ground": given["ground"],
            "reason": given["reason"],
            "since": given.get("since") or "",
        }
