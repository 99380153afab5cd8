"""People and worlds that the checks of the whole stand on."""

from dueregard.audit.tests.lifting import lifted_for_the_flush  # noqa: F401 (fixture)
from dueregard.conftest import (  # noqa: F401 (fixtures)
    coordinator,
    factories,
    marlbrook,
    true_time,
)

from .adapter import seeded  # noqa: F401 (built once a file)
from .test_urls import small_world  # noqa: F401 (built once a file)
