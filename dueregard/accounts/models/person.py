from collections import defaultdict

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from dueregard import clock
from dueregard.access.roles import Role


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People who have served, or serve, an authority that `user` serves today."""
        return self.filter(memberships__authority__in=user.authorities()).distinct()

    def get_by_natural_key(self, email):
        """Whoever signs in with `email`, whatever its case."""
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody who takes part: signs in, owns an action or holds a post.

    A person may have no e-mail address, and cannot sign in until invited. A person who
    has not used the service for 400 days is dormant, until a link in a mail wakes them
    (practice AC 2).
    """

    name = models.CharField(max_length=150)
    email = models.EmailField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    is_rehearsal = models.BooleanField(default=False)
    uses_mailed_code = models.BooleanField(
        default=False, help_text="Chose a code sent by e-mail as second factor."
    )
    last_used_on = models.DateField(null=True, blank=True)
    dormant_on = models.DateField(null=True, blank=True)
    session_number = models.PositiveIntegerField(
        default=0, help_text="Raised to end every session of this person at once."
    )
    created_at = models.DateTimeField(default=clock.now)

    objects = PersonQuerySet.as_manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_one_per_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])

    def _get_session_auth_hash(self, secret=None) -> str:
        """What a session must hold to be theirs: it dies when either part changes."""
        return salted_hmac(
            "dueregard.accounts.session",
            f"{self.password}:{self.session_number}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def current_memberships(self):
        """What this person does today, as a query that others join on."""
        return self.memberships.in_force()

    @cached_property
    def roles(self) -> frozenset[tuple[str, int]]:
        """(role, authority id) of today, read once a request."""
        return frozenset((role, authority) for role, authority, _ in self._served)

    def holds(self, role: Role, authority) -> bool:
        """Whether this person holds `role` at `authority` today."""
        return (role, authority.pk) in self.roles

    def holds_any(self, roles, authority) -> bool:
        return any((role, authority.pk) in self.roles for role in roles)

    def authorities(self) -> list[int]:
        """Ids of the authorities that this person serves today."""
        return sorted({authority for _, authority in self.roles})

    def authorities_as(self, roles, room: str | None = None) -> list[int]:
        """Ids of the authorities where this person holds one of `roles` today; with
        `room`, those that have it switched on."""
        return sorted(
            {
                authority
                for role, authority, on in self._served
                if role in roles and room in (None, on)
            }
        )

    def places(self) -> dict[frozenset[str], list[int]]:
        """The ids of the authorities that this person serves, by the rooms they have
        on: most have the same."""
        rooms: dict[int, set[str]] = defaultdict(set)
        for _, authority, room in self._served:
            rooms[authority] |= {room} if room else set()
        places: dict[frozenset[str], list[int]] = defaultdict(list)
        for authority, on in rooms.items():
            places[frozenset(on)].append(authority)
        return places

    def authorities_in(self, rooms) -> list[int]:
        """Ids of the authorities that this person serves and that have one of `rooms`
        switched on."""
        return sorted(
            {authority for _, authority, room in self._served if room in rooms}
        )

    def rooms(self) -> frozenset[str]:
        """Names of the rooms that an authority which this person serves has on."""
        return self._rooms

    @cached_property
    def _rooms(self) -> frozenset[str]:
        return frozenset(room for _, _, room in self._served if room)

    @cached_property
    def _served(self) -> list[tuple[str, int, str | None]]:
        """(role, authority id, a room of it that is on), in one statement."""
        return list(
            self.current_memberships()
            .order_by()
            .values_list("role", "authority_id", "authority__rooms__room")
        )
