"""The floor that pages are measured against: a minimal Django page when logged in.

The same rows and count from the same database under the same server: session, person,
an exact count of what is in progress, and 25 rows in a plain table. It has no access
rules, no audit, no design and no navigation.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")

application = get_wsgi_application()

from dueregard.plans.models import Action  # noqa: E402 - the apps must be ready

PAGE = Template(
    "<html><body><p>{{ user.name }}: {{ count }}</p><table>"
    "{% for action in actions %}<tr><td>{{ action.ref }}</td><td>{{ action.text }}</td>"
    "<td>{{ action.status }}</td><td>{{ action.due_on }}</td></tr>{% endfor %}"
    "</table></body></html>"
)


def rows(request):
    plan = int(os.environ["BENCH_PLAN"])
    actions = Action.objects.filter(plan_id=plan, status="in_progress")
    page = PAGE.render(
        Context(
            {
                "user": request.user,
                "count": actions.count(),
                "actions": actions.order_by("position")[:25],
            }
        )
    )
    return HttpResponse(page)


urlpatterns = [path("", rows)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
