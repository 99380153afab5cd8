"""Room for the frames of a request.

Python keeps the frames of a thread in pieces of 16 KiB. A call that passes the end of
a piece asks the system for the next one, and gives it back when it returns: where a
loop happens to stand there, as rows of a template do under so many layers of
middleware, each turn costs two calls of the system. One frame that claims a lot of
room has Python take one piece large enough for everything below it.
"""

from collections.abc import Callable

SLOTS = 16_000  # of 8 bytes: the piece is then 256 KiB, half of it left for others


def with_room_for_frames(application: Callable) -> Callable:
    """`application`, a WSGI callable, called with one large piece of stack."""

    def roomy(environ, start_response):
        return application(environ, start_response)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return roomy
