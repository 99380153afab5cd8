"""Answers of the whole service: the page of a refusal, and what may be kept."""

from django.shortcuts import render

from .refusals import Refusal

HEADINGS = {403: "You cannot do this", 409: "You cannot do this now"}


class RefusalPageMiddleware:
    """Turns a `Refusal` into its page: 403 or 409, with the sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refusal):
            return None
        request.refusal = exception
        context = {
            "sentence": exception.sentence,
            "heading": HEADINGS.get(exception.status, HEADINGS[403]),
        }
        return render(request, "ui/refusal.html", context, status=exception.status)


class NoStoreMiddleware:
    """Keeps pages out of caches, but for those whose view says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response
