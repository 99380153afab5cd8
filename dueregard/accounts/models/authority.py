from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room


class AuthorityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The authorities that `user` serves today, in any role."""
        return self.filter(memberships__in=user.current_memberships()).distinct()

    def not_succeeded(self):
        """Those that still stand: no successor has taken over by today."""
        return self.filter(
            Q(succeeded_on__isnull=True) | Q(succeeded_on__gt=clock.today())
        )


class Authority(models.Model):
    """A local authority that the Prevent duty falls on (2015 Act, Schedule 6).

    A county contains districts; a unitary stands alone. When areas are reorganised
    an authority passes to its successor from a date (practice AC 6).
    """

    class Kind(models.TextChoices):
        UNITARY = "unitary", "Unitary council"
        METROPOLITAN = "metropolitan", "Metropolitan borough"
        LONDON = "london", "London borough"
        COUNTY = "county", "County council"
        DISTRICT = "district", "District council"

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    county = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="districts"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    succeeded_on = models.DateField(null=True, blank=True)
    public_contact = models.TextField(
        blank=True, help_text="How a resident reaches the Prevent team."
    )
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(county__isnull=True) | Q(kind="district"),
                name="authority_only_districts_have_a_county",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True, succeeded_on__isnull=True)
                | Q(successor__isnull=False, succeeded_on__isnull=False),
                name="authority_successor_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="authority_is_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:authority", args=[self.slug])

    def has_room(self, room: Room) -> bool:
        return any(switch.room == room for switch in self.rooms.all())


class RoomSwitch(models.Model):
    """A room that an authority has switched on. No row means that it is off."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="rooms")
    room = models.CharField(max_length=20, choices=Room)
    switched_on_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "room"], name="room_switched_on_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_room_display()} at {self.authority}"
