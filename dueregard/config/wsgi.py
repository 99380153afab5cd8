"""What the web server loads. It ends with 1 when it would not be safe to start."""

import os

from django.core.wsgi import get_wsgi_application

from dueregard.access.guard import guarded
from dueregard.config.stack import with_room_for_frames

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")

application = with_room_for_frames(guarded(get_wsgi_application()))

from django.db import connections  # noqa: E402 (the apps are ready only now)

from dueregard.operations import startup  # noqa: E402

startup.refuse_unsafe()
connections.close_all()  # the server's processes are forked from here
