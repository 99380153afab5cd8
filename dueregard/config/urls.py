"""Every address. Signing in is required of all but those that opt out by name."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("dueregard.accounts.sign_in_urls")),
    path("", include("dueregard.accounts.urls")),
    path("", include("dueregard.public.urls")),
    path("audit/", include("dueregard.audit.urls")),
    path("ui/", include("dueregard.ui.urls")),
    path("exchange/", include("dueregard.exchange.urls")),
    path("partners/", include("dueregard.partners.urls")),
    path("documents/", include("dueregard.documents.urls")),
    path("", include("dueregard.reminders.urls")),
    path("partners/", include("dueregard.governance.urls")),
    path("plans/", include("dueregard.plans.urls")),
    path("training/", include("dueregard.training.urls")),
    path("referrals/", include("dueregard.referrals.urls")),
    path("refer/", include("dueregard.referrals.urls.refer")),
    path("answer/", include("dueregard.referrals.urls.answer")),
    path("", include("dueregard.operations.urls")),
    path("", include("dueregard.rehearsal.urls")),
]

handler400 = "dueregard.access.views.bad_request"
handler403 = "dueregard.access.views.permission_denied"
handler404 = "dueregard.access.views.page_not_found"
handler500 = "dueregard.access.views.server_error"
