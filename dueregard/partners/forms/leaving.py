"""The questions that are asked when somebody leaves."""

from typing import Any

from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.ui.forms import DatePartsField

from ..leavers import Handover
from ..models import Post
from ..people import people_of


class WhoLeavesForm(forms.Form):
    """Whose things to hand over."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who is leaving?",
        empty_label="Select a person",
        error_messages={"required": "Select who is leaving"},
    )

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        self.fields["person"].queryset = people_of(authority)


class LeaveForm(forms.Form):
    """The last day, and who takes over each thing that the leaver holds."""

    on = DatePartsField(
        label="Their last day",
        help_text="Whoever takes over begins on the day after.",
        subject="The last day",
    )

    def __init__(
        self,
        data,
        *,
        authority: Authority,
        leaver: Person,
        posts: list[Post],
        held: list[tuple[Handover, int]],
    ) -> None:
        super().__init__(data, initial={"on": clock.today()})
        self.posts, self.held = posts, held
        others = people_of(authority).exclude(pk=leaver.pk)
        self.people = {f"person-{each.pk}": each for each in others}
        in_use: list[Post] = []
        if any(each.to_posts for each, _ in held):
            rows = Post.objects.in_use().filter(authority=authority)
            in_use = list(rows.select_related("organisation"))
        self.in_use = {f"post-{each.pk}": each for each in in_use}
        for post in posts:
            self.fields[f"post_{post.pk}"] = self._who_holds(post)
        for number, (handover, count) in enumerate(held):
            self.fields[f"held_{number}"] = self._who_takes(handover, count)

    def answers(self) -> dict[str, Any]:
        """The answers as `services.leave` takes them."""
        chosen = {**self.people, **self.in_use}
        given = self.cleaned_data
        posts = {post: given[f"post_{post.pk}"] for post in self.posts}
        return {
            "on": given["on"],
            "posts": {post: chosen.get(code) for post, code in posts.items()},
            "others": {
                handover: chosen.get(given[f"held_{number}"])
                for number, (handover, _) in enumerate(self.held)
            },
        }

    def _names(self) -> list[tuple[str, str]]:
        return [(code, str(person)) for code, person in self.people.items()]

    def _who_holds(self, post: Post) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=f"Who takes up the post {post}, {post.organisation}?",
            choices=[
                ("", "Select a person"),
                ("vacant", "Nobody yet: the post is vacant"),
                *self._names(),
            ],
            error_messages={"required": f"Select who takes up the post {post}"},
        )

    def _who_takes(self, handover: Handover, count: int) -> forms.ChoiceField:
        choices: list[Any] = [("", "Select who takes over")]
        if handover.may_end:
            choices.append(("ends", "Nobody: they end on the last day"))
        if handover.to_posts:
            posts = [(c, f"{p}, {p.organisation}") for c, p in self.in_use.items()]
            choices += [("People", self._names()), ("Posts", posts)]
        else:
            choices += self._names()
        name = handover.name.lower()
        return forms.ChoiceField(
            label=f"Who takes over their {name} ({count})?",
            choices=choices,
            error_messages={"required": f"Select who takes over their {name}"},
        )
