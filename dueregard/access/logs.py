"""What the log must not hold: anything that a client sent."""

import logging


class NothingTyped(logging.Filter):
    """Drops Django's own lines about requests, which quote the path or the host.

    `access.views` logs the same answers by reference and by the page's name.
    """

    OF_REQUESTS = ("django.request", "django.security", "django.server")

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.name.startswith(self.OF_REQUESTS)
