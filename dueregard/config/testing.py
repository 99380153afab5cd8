"""What every test run stands on; pytest loads it before it reads the settings.

Rehearsal mode, a data folder of its own that goes when the run ends, a cheap password
hasher, and static files without hashed names (the test server does not serve those, so
pages would be unstyled). `DATABASE_URL`, when given, chooses the database.
"""

import atexit
import os
import shutil
import tempfile

from django.conf import settings

if "DUE_REGARD_TEST_FOLDER" not in os.environ:  # a worker of xdist shares the run's
    _folder = tempfile.mkdtemp(prefix="due-regard-tests-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["DUE_REGARD_TEST_FOLDER"] = _folder
os.environ["DUE_REGARD_MODE"] = "rehearsal"
os.environ["DATA_DIR"] = os.environ["DUE_REGARD_TEST_FOLDER"]
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 4)
for _name in (
    *("KEY_FILE", "AUDIT_HEADS", "OIDC_ISSUER", "ALLOWED_HOSTS"),
    *("SMTP_HOST", "NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID", "NOTIFY_URL"),
):
    os.environ.pop(_name, None)


def pytest_configure(config) -> None:
    """Replace what is slow or cannot work in a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file: threads on a memory database meet locks that no timeout waits for.
        name = str(settings.DATA_DIR / "test.sqlite3")
        database.setdefault("TEST", {})["NAME"] = name
