"""Where the rehearsal area's referrals go: by sign-in, by link, and one not tested."""

from dueregard.access.roles import Role
from dueregard.referrals import services
from dueregard.referrals.models import Destination
from dueregard.referrals.spoken import test_word

Kind, Way = Destination.Kind, Destination.Way
AGREED = "Agreed with them for the rehearsal."


def build_destinations(cast) -> None:
    """The police and the council, tested; another area by link; one that waits for the
    data protection officer."""
    _tested(cast, Kind.POLICE, "Fernshire Police Prevent gateway", Way.SIGN_IN)
    _tested(cast, Kind.COUNCIL, f"{cast.authority} safeguarding team", Way.SIGN_IN)
    _tested(cast, Kind.OTHER_AREA, "Ashby Vale safeguarding", Way.LINK, "Ashby Vale")
    _add(
        cast, Kind.OTHER_AREA, "Netherbrook safeguarding", Way.ATTACHMENT, "Netherbrook"
    )


def _add(cast, kind: str, name: str, way: str, area: str = "") -> Destination:
    away = way != Way.SIGN_IN
    return services.add_destination(
        cast.authority,
        kind=kind,
        name=name,
        way=way,
        area=area,
        email=f"safeguarding@{area.lower().replace(' ', '-')}.example" if away else "",
        telephone="01632 960155" if away else "",
        working_days=1,
        because=AGREED,
        by=cast[Role.COORDINATOR],
    )


def _tested(cast, kind: str, name: str, way: str, area: str = "") -> None:
    row, by = _add(cast, kind, name, way, area), cast[Role.COORDINATOR]
    services.send_test(row, by=by)
    row.refresh_from_db()
    services.confirm_test(row, word=test_word(row), by=by)
