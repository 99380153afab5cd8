"""Who may bring files in. What an importer is for decides who may use it."""

from dueregard.access.refusals import NotAllowed


def may_import(user, upload) -> None:
    """Check, confirm and undo: whoever may use the importer."""
    upload.kind.may_use(user, upload.authority)


def may_discard(user, upload) -> None:
    """Throw a file away that is not in: who gave it, or whoever may import here."""
    if user.pk != upload.person_id:
        may_import(user, upload)


def is_being_read(user, upload) -> None:
    """The service reads and stages a file in the name of the person who gave it.

    Their right was asked when it arrived; it is asked again of who confirms.
    """
    if user.pk != upload.person_id:
        raise NotAllowed("The service reads files, in the name of who uploaded them.")


def is_being_applied(user, upload) -> None:
    """The service puts rows in, in the name of the person who confirmed them."""
    if user.pk != upload.confirmed_by_id:
        raise NotAllowed("Only the person who confirmed an import can put it in.")
    may_import(user, upload)
