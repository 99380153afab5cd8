"""Why something sealed cannot be read. None of these ever quotes what was sealed."""


class VaultUnavailable(Exception):
    """The records are locked: the page is 503 with a reference, and shows nothing."""


class KeysUnavailable(VaultUnavailable):
    """The key that opens the data keys is missing, wrong, retired, or out of reach."""


class Unreadable(VaultUnavailable):
    """Sealed bytes were changed, cut, or moved from where they were sealed."""


class Shredded(Unreadable):
    """The data key was destroyed: this was deleted, for good, everywhere."""


class RoomClosed(RuntimeError):
    """Our own mistake: something sealed was read where no open room shows it."""
