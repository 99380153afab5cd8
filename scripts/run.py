"""`make run`: open the rehearsal area, on a machine that may never have seen it.

Everything it makes lies in `var/` (or `DATA_DIR`). Removing that folder starts anew.
"""

import json
import os
import secrets
import socket
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


def prepare_environment(data: Path, port: str) -> None:
    """Rehearsal mode, a data folder for its owner only, and a secret that stays."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = data / "secret-key"
    if not secret.exists():
        descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(60))
    os.environ.setdefault("SECRET_KEY", secret.read_text())
    os.environ.update(DUE_REGARD_MODE="rehearsal", DATA_DIR=str(data), PORT=port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")


def refuse_used_port(port: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except (OSError, ValueError):
            sys.exit(f"Port {port} is in use. Choose another: make run PORT=8123")


def collect_static(data: Path) -> None:
    """Collect the static files when one of ours is newer than the last collection."""
    manifest = data / "static" / "staticfiles.json"
    sources = (ROOT / "dueregard").glob("*/static/**/*")
    newest = max((path.stat().st_mtime for path in sources), default=0)
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)


def say_people(data: Path) -> None:
    """Build the rehearsal if need be, and say who there is to be."""
    answer = StringIO()
    call_command("rehearse", json=True, stdout=answer)
    rehearsal = json.loads(answer.getvalue())
    print(
        f"\nPeople of the rehearsal: sign in as any of them at {rehearsal['sign_in']}"
    )
    for place in dict.fromkeys(person["authority"] for person in rehearsal["people"]):
        print(f"\n  {place}")
        for person in rehearsal["people"]:
            if person["authority"] == place:
                print(f"    {person['name']:<22}{person['role']}")
    print(f"\nMail that would be sent is written to {data / 'mail.txt'}.")


def main() -> None:
    port = os.environ.get("PORT", "8000")
    data = Path(os.environ.get("DATA_DIR", ROOT / "var"))
    prepare_environment(data, port)
    refuse_used_port(port)
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    say_people(data)
    collect_static(data)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "dueregard", "serve"])


if __name__ == "__main__":
    main()
