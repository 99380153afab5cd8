"""What every page needs besides its own data."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from .navigation import links_for


def page(request) -> dict:
    """The navigation, read only if a page prints it, and the rehearsal's mark.

    Public pages print no navigation, so they never touch the session and may be
    cached.
    """
    return {
        "navigation": SimpleLazyObject(lambda: links_for(request.user, request.path)),
        "own_pages": SimpleLazyObject(
            lambda: links_for(request.user, request.path, by_name=True)
        ),
        "rehearsal": settings.REHEARSAL,
    }
