from dueregard.audit.events import Event


class VaultEvent:
    """Looks at what is sealed, and acts on keys."""

    LOOKED = Event(
        "vault.looked",
        "looked at records",
        {"purpose", "door", "groups", "kinds", "subjects"},
    )
    SHREDDED = Event(
        "vault.shredded",
        "destroyed the key of {kind}, and with it all that it sealed",
        {"kind", "keys", "because"},
    )
    SHRED_REFUSED = Event(
        "vault.shred_refused", "could not destroy a key", {"key", "reason"}
    )
    ROTATION_BEGAN = Event(
        "vault.rotation_began", "began to change the keys to {version}", {"version"}
    )
    ROTATED = Event(
        "vault.rotated",
        "changed the keys to {version}; {keys} were wrapped anew",
        {"version", "keys", "retired"},
    )
    REPLAYED = Event(
        "vault.erasures_replayed",
        "destroyed {keys} keys again that a restored backup had brought back",
        {"keys"},
    )
