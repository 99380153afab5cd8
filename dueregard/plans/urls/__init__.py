"""The addresses of this room, by what they are about."""

from . import measures, packs, plan, rounds, versions

app_name = "plans"
urlpatterns = [
    *plan.urlpatterns,
    *rounds.urlpatterns,
    *measures.urlpatterns,
    *versions.urlpatterns,
    *packs.urlpatterns,
]
