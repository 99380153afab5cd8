"""The forms of the service, found by opening every address as people who may."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from .url_matrix import MATRIX

KINDS = ("coordinator", "board_chair", "administrator", "stranger")
PAGES = sorted(
    name
    for name, line in MATRIX.items()
    if line.method == "get"
    and any(line.expected(kind) == 200 for kind in KINDS)
    and name != "ui:gallery"  # shows forms that lead nowhere
)
# Forms that another address than the page's own takes.
TAKEN_BY = {
    "answer:link": "answer:open",
    "referrals:put_right": "referrals:read_correction",
    "referrals:received": "referrals:open_form",
}
# Filled in by a passkey, or carried along.
NOT_TYPED = {"credential", "next"}


@dataclass(frozen=True)
class Asked:
    """A form as a page shows it: to whom, at which address."""

    client: Client
    address: str
    form: forms.BaseForm

    def text_fields(self) -> list[str]:
        """Questions that are answered by typing, but for passwords."""
        return [
            name
            for name, field in self.form.fields.items()
            if isinstance(field, forms.CharField)
            and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
            and not field.disabled
            and name not in NOT_TYPED
        ]

    def answers(self, **given) -> dict:
        """What the page holds, with `given`; the choices that open it are made."""
        data = {name: value for name, value in self._shown() if value not in (None, "")}
        for name in given:
            data |= self._opening(name)
        return data | given

    def together(self) -> list[list[str]]:
        """Questions answered by typing, in as few posts as show every one of them.

        Those that different choices open cannot be answered at once.
        """
        posts: dict[tuple, list[str]] = {}
        for name in self.text_fields():
            posts.setdefault(tuple(self._opening(name).items()), []).append(name)
        always = posts.pop((), [])
        first, *rest = posts.values() or [[]]
        return [each for each in ([*always, *first], *rest) if each]

    def _shown(self):
        for bound in self.form:
            value = bound.value()
            if hasattr(value, "day"):
                for part in ("day", "month", "year"):
                    yield f"{bound.html_name}_{part}", getattr(value, part)
            elif isinstance(value, str | int) and not isinstance(value, bool):
                yield bound.html_name, value

    def _opening(self, name: str) -> dict:
        for chooser, choices in getattr(self.form, "reveals", {}).items():
            for choice, names in choices.items():
                if name in names:
                    return {chooser: choice}
        return {}

    def post(self, **given) -> HttpResponse:
        return self.client.post(self.address, self.answers(**given))


def form_of(world, name: str) -> Asked | None:
    """The form on this page, as the first kind of person who is shown one.

    One that is bound already narrows a list: it is not sent.
    """
    line = MATRIX[name]
    address = reverse(name, args=world.args[line.about])
    for kind in KINDS:
        if line.expected(kind) == 200:
            client = world.clients[kind]
            form = (client.get(address).context or {}).get("form")
            if isinstance(form, forms.BaseForm) and not form.is_bound:
                taker = TAKEN_BY.get(name, name)
                return Asked(client, reverse(taker, args=world.args[line.about]), form)
    return None
