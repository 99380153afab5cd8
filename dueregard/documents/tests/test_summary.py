from datetime import timedelta

from django.urls import reverse

from dueregard import clock
from dueregard.documents import services
from dueregard.documents.models import FileVersion

from .factories import DocumentFactory

Status = FileVersion.Status


def test_the_summary_counts_by_duty_and_section(marlbrook, coordinator, signed_in):
    today = clock.today()
    about = {"authority": marlbrook, "by": coordinator, "tagged": ["risk", "section_2"]}
    DocumentFactory(happened_on=today, **about)
    DocumentFactory(expires_on=today + timedelta(days=10), **about)
    DocumentFactory(expires_on=today, **about)
    DocumentFactory(**about).versions.update(status=Status.REFUSED)
    url = reverse("documents:summary", args=[marlbrook.slug])
    response = signed_in(coordinator).get(url)
    (_, _, duties), (_, _, sections) = response.context["tables"]
    risk = duties[0]
    assert (risk.pieces, risk.counting, risk.expiring, risk.expired) == (3, 2, 1, 1)
    assert risk.newest == today
    assert [row.pieces for row in sections] == [0, 3, 0, 0, 0, 0, 0, 0]
    assert "Nothing held" in response.content.decode()


def test_documents_pass_over_to_a_successor(document, marlbrook, ashby_vale):
    assert services.pass_documents_now(marlbrook.pk, ashby_vale.pk) == 1
    document.refresh_from_db()
    assert document.authority == ashby_vale
