"""Where the stylesheet and the script are served from."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names once `collectstatic` has run, plain names before that.

    Tests and a first look need no `collectstatic`; a server that has run it sends
    names that browsers may keep for ever.
    """

    manifest_strict = False

    def url(self, name: str, force: bool = False) -> str:
        if not force and not self.hashed_files:
            return StaticFilesStorage.url(self, name)
        return super().url(name, force)
