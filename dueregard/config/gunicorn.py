"""The web server's settings: `gunicorn -c python:dueregard.config.gunicorn`.

It listens for a TLS proxy on the same machine; `BIND`, `PORT`, `WEB_WORKERS` and
`WEB_THREADS` change that.
"""

import gc
import os
import sys

wsgi_app = "dueregard.config.wsgi"
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # what is unsafe is said once, before anything listens
timeout = 60
graceful_timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
loglevel = "warning"


def when_ready(server) -> None:
    """Say where to go, once it would answer.

    What was loaded stays for good: the workers, forked from here, need not look
    through it for garbage, and go on sharing its memory.
    """
    gc.collect()
    gc.freeze()
    if os.environ.get("DUE_REGARD_MODE") == "rehearsal":
        address = f"http://localhost:{os.environ.get('PORT', '8000')}"
        sys.stdout.write(f"\nDue Regard is ready: {address}   (Ctrl-C stops it)\n")
        sys.stdout.flush()
