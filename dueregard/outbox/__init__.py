"""Mail and jobs: asked for inside a transaction, done by the worker after it.

`services.enqueue` and `services.send_mail` ask; `registry.job` declares who does it.
"""
