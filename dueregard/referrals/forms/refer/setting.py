from typing import Any

from django import forms

from dueregard.submissions.versions import VersionedModelForm
from dueregard.ui.forms import DatePartsField

from ...models import PublicForm

WITH_IT = ("source", "reviewed_on", "review_on")


class PublicFormForm(VersionedModelForm):
    """The sentence never goes without its source and its review (practice CO 4)."""

    reviewed_on = DatePartsField(
        label="When was it last reviewed?",
        subject="The day of the last review",
        required=False,
    )
    review_on = DatePartsField(
        label="When is it reviewed next?",
        subject="The day of the next review",
        required=False,
    )

    police_form_url = forms.URLField(
        label="Web address of the police’s own form",
        help_text="With it the public is led there, and referrals are not taken here. "
        "Leave it empty to take them here.",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter a web address such as https://police.example"
        },
    )

    class Meta:
        model = PublicForm
        fields = ["record_check", *WITH_IT, "police_form_url"]
        labels = {
            "record_check": "What the public reads about criminal record checks",
            "source": "Where does that come from?",
        }
        help_texts = {
            "record_check": "Say what is not promised too. Leave empty to keep ours.",
        }
        widgets = {"record_check": forms.Textarea(attrs={"rows": 4})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("record_check"):
            sentences = {
                "source": "Enter where the sentence comes from",
                "reviewed_on": "Enter the day of the last review",
                "review_on": "Enter the day of the next review",
            }
            for name, sentence in sentences.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned
