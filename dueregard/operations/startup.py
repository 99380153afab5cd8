"""What must hold before the web server or the worker starts (security P17).

Every reason is one sentence for whoever runs the machine: what is wrong and what to do.
Importing settings refuses nothing; these do, so that no page is served and no mail sent
by a service that is not safe.
"""

import ipaddress
import os
import re
import stat
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from dueregard import keys
from dueregard.documents import scanner
from dueregard.vault import keyring

from . import database

OURS_ONLY = stat.S_IRWXG | stat.S_IRWXO
SECRET_LENGTH = 50
MODES = ("production", "rehearsal")
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOTIFY_KEY = re.compile(f"{UUID}-{UUID}$", re.IGNORECASE)


def check() -> list[str]:
    """Reasons not to start, in the order in which to mend them; empty when safe."""
    reasons = _settings() + _keys()
    reasons += _loopback() if settings.REHEARSAL else _production()
    try:
        reasons += database.reasons()
    except DatabaseError as error:
        reasons.append(f"The database cannot be used: {str(error).strip()}")
    return reasons


def refuse_unsafe() -> None:
    """Say what is unsafe and end this process with 1; go on when all is well.

    Locked records are no reason not to start: plans and training need no such key.
    """
    reasons = check()
    if reasons:
        sys.stderr.write("Due Regard does not start:\n")
        sys.stderr.writelines(f"  - {reason}\n" for reason in reasons)
        sys.stderr.flush()
        raise SystemExit(1)
    if trouble := keyring.trouble():
        sys.stderr.write(f"{trouble} Plans and training work.\n")
        sys.stderr.flush()


def _settings() -> list[str]:
    reasons = []
    if settings.MODE not in MODES:
        reasons.append(
            f"DUE_REGARD_MODE is {settings.MODE!r}: leave it out, or use rehearsal."
        )
    if settings.DEBUG:
        reasons.append("DEBUG is on: it shows what people typed. Switch it off.")
    secret = _secret()
    if not secret:
        reasons.append("SECRET_KEY is missing: set it to 50 or more random characters.")
    elif len(secret) < SECRET_LENGTH or len(set(secret)) < 5 or "insecure" in secret:
        reasons.append("SECRET_KEY is weak: use 50 or more random characters.")
    if mistake := scanner.mistake_in(settings.CLAMAV_SOCKET):
        reasons.append(mistake)
    return reasons + _notify() + _key_service()


def _key_service() -> list[str]:
    """What the key service sends opens every record: it goes over TLS or not at all."""
    address = settings.KEY_SERVICE_URL
    site = urlsplit(address)
    safe = site.scheme == "https" or _is_loopback(site.hostname or "")
    if address and not (safe and site.hostname):
        return ["KEY_SERVICE_URL is not an https address: mend it, or leave it out."]
    return []


def _notify() -> list[str]:
    """GOV.UK Notify is set up whole or not at all, and nothing else sends mail too."""
    key, template = settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID
    if not key and not template:
        return []
    if not key or not template:
        missing = "NOTIFY_TEMPLATE_ID" if key else "NOTIFY_API_KEY"
        return [f"{missing} is missing: GOV.UK Notify needs both, or neither."]
    reasons = []
    if settings.EMAIL_HOST:
        reasons.append(
            "SMTP_HOST and NOTIFY_API_KEY are both set: leave out the one that is not "
            "to send mail."
        )
    if not NOTIFY_KEY.search(key):
        reasons.append("NOTIFY_API_KEY is not a whole key: copy it from Notify again.")
    site = urlsplit(settings.NOTIFY_URL)
    if site.scheme != "https" and not _is_loopback(site.hostname or ""):
        reasons.append("NOTIFY_URL is not an https address: leave it out, or mend it.")
    return reasons


def _secret() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own way to say that it is empty
        return ""


def _keys() -> list[str]:
    if not keys.exists():
        return [
            "KEY_FILE names no file: run `due-regard migrate` on a new database, or "
            "put the key file back from its own backup."
        ]
    reasons = []
    mode = Path(settings.KEY_FILE).stat().st_mode
    if mode & OURS_ONLY:
        reasons.append("KEY_FILE can be read by others: run chmod 600 on it.")
    try:
        keys.derive("startup")
    except (ImproperlyConfigured, OSError, ValueError, KeyError, AttributeError):
        reasons.append("KEY_FILE cannot be read as keys: put it back from its backup.")
    return reasons


def _production() -> list[str]:
    return _addresses() + _mail() + _static() + _rehearsal_left()


def _addresses() -> list[str]:
    reasons = []
    hosts = settings.ALLOWED_HOSTS
    if not hosts:
        reasons.append("ALLOWED_HOSTS is missing: set it to the name people type.")
    elif "*" in hosts:
        return ["ALLOWED_HOSTS lets any name in: list the names people type."]
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" or not site.hostname:
        reasons.append("SITE_URL is not an https address: links in mail would not do.")
    elif hosts and site.hostname not in hosts:
        reasons.append("SITE_URL's name is not among ALLOWED_HOSTS.")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT < 1:
        reasons.append(
            "TRUSTED_PROXY_COUNT is missing: set it to the number of proxies in "
            "front, usually 1, so that TLS and people's addresses are known."
        )
    return reasons


def _mail() -> list[str]:
    reasons = []
    if settings.EMAIL_BACKEND.endswith("notify.EmailBackend"):
        return []  # Notify's own address is what mail is from
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")):
        reasons.append("SMTP_HOST is missing: mail would be written to the log.")
    elif not (settings.EMAIL_USE_TLS or _is_loopback(settings.EMAIL_HOST)):
        reasons.append("SMTP_TLS is off: invitations would cross the network in clear.")
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        reasons.append("MAIL_FROM is missing: set it to the address that mail is from.")
    return reasons


def _static() -> list[str]:
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return ["The static files are missing: run `due-regard collectstatic`."]
    return []


def _rehearsal_left() -> list[str]:
    if database.has_rehearsal_people():
        return ["This database holds a rehearsal: use one of its own for production."]
    return []


def _loopback() -> list[str]:
    address = os.environ.get("BIND", "127.0.0.1")
    if not _is_loopback(address):
        return ["A rehearsal answers on this machine only: leave BIND out."]
    return []


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
