"""Fields whose answers are sealed: plain to whoever may read, bytes to the database.

Reading one needs an open room that shows the row; assigning takes what is plain, and
saving seals it. What was not read or changed is saved as the bytes that it was. Such a
field cannot be searched or ordered by, and stands in no form, serializer or pickle.
"""

import json
from datetime import date
from typing import Any

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.views.decorators.debug import sensitive_variables

from . import rooms
from .carrying import Stored, Written, has_moved, is_unopened, note_place

ONE_BY_ONE = "Sealed answers are written by saving their row, one by one."


class SealedAttribute(DeferredAttribute):
    """Opens on reading, each time anew: nothing plain is kept on the row."""

    field: "SealedField"

    @sensitive_variables()
    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            super().__get__(instance, cls)  # it was deferred: the row fetches it
        held = instance.__dict__[name]
        if is_unopened():
            return held
        if isinstance(held, Written):
            return held.value
        opened = rooms.open_value(instance, str(self.field.column), held.blob)
        return self.field.from_plain(opened)

    @sensitive_variables()
    def __set__(self, instance: Any, value: Any) -> None:
        held = value if isinstance(value, (Stored, Written)) else Written(value)
        instance.__dict__[self.field.attname] = held


class SealedField(models.Field):
    """What the sealed fields share."""

    is_sealed = True
    descriptor_class = SealedAttribute
    empty_strings_allowed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        kwargs["serialize"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs.pop("serialize", None)
        return name, path, args, kwargs

    def contribute_to_class(
        self, cls: Any, name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        if self.column:  # an abstract model's attribute is not inherited
            setattr(cls, self.attname, self.descriptor_class(self))

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.primary_key or self.unique or getattr(self, "db_index", False):
            message = "A sealed field cannot be a key, unique or indexed."
            found.append(checks.Error(message, obj=self, id="vault.E002"))
        return found

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError("A sealed field cannot be searched, only asked for isnull.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise TypeError("A sealed field has no transforms.")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Stored(value)

    @sensitive_variables()
    def pre_save(self, instance: Any, add: bool) -> Stored | None:
        """The bytes to save: sealed now if it was written, else as they were.

        Raises:
            ValueError: the row was made into another row without its answers.
        """
        held = instance.__dict__.get(self.attname)
        if isinstance(held, Stored):
            if has_moved(instance):
                raise ValueError("Sealed answers cannot be copied to another row.")
            return held
        value = held.value if isinstance(held, Written) else None
        if value is None:
            return None
        blob = rooms.seal_value(instance, str(self.column), self.to_plain(value))
        instance.__dict__[self.attname] = sealed = Stored(blob)
        if not has_moved(instance):
            note_place(instance)
        return sealed

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is not None and not isinstance(value, Stored):
            raise TypeError(ONE_BY_ONE)
        return super().get_db_prep_save(value, connection)

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        if value is None:
            return None
        if not isinstance(value, Stored):
            raise TypeError(ONE_BY_ONE)
        return connection.Database.Binary(value.blob)

    def value_to_string(self, obj: Any) -> str:
        raise TypeError("A sealed answer is not serialized.")

    def to_plain(self, value: Any) -> bytes:
        """What is sealed for `value`."""
        raise NotImplementedError

    def from_plain(self, plain: bytes) -> Any:
        """What was given to `to_plain`."""
        raise NotImplementedError


class SealedTextField(SealedField):
    """Text. Its length can be told from the sealed bytes; its words cannot."""

    empty_strings_allowed = True

    def to_plain(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text.")
        return value.encode(errors="surrogatepass")

    def from_plain(self, plain: bytes) -> str:
        return plain.decode(errors="surrogatepass")


class SealedJSONField(SealedField):
    """What JSON can write: text, numbers, lists and dictionaries of these."""

    def to_plain(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
            errors="surrogatepass"
        )

    def from_plain(self, plain: bytes) -> Any:
        return json.loads(plain)


class SealedDateField(SealedField):
    """A day."""

    def to_plain(self, value: Any) -> bytes:
        if type(value) is not date:
            raise TypeError(f"{self.name} takes a date.")
        return value.isoformat().encode()

    def from_plain(self, plain: bytes) -> date:
        return date.fromisoformat(plain.decode())
