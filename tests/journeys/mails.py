"""The mails that the service wrote, as whoever got them reads them."""

import re
import time
from pathlib import Path

MAIL_WITHIN = 60.0


def letters_to(address: str, server) -> list[str]:
    mails = Path(server.environment["DATA_DIR"]) / "mail.txt"
    text = mails.read_text().replace("=\n", "") if mails.exists() else ""
    return [one for one in text.split("\nTo: ") if one.startswith(address)]


def found_in_mail_to(address: str, server, *, pattern: str, after: int = 0) -> str:
    """What the newest mail says of `pattern`, once more than `after` mails came."""
    until = time.monotonic() + MAIL_WITHIN
    while time.monotonic() < until:
        found = re.findall(pattern, "".join(letters_to(address, server)[after:]))
        if found:
            return str(found[-1])
        time.sleep(0.2)
    raise AssertionError(f"No mail went to {address}")
