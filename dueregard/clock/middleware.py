from .services import follow


class ClockMiddleware:
    """Has each request of a rehearsal start from the clock that the database holds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        follow()
        return self.get_response(request)
