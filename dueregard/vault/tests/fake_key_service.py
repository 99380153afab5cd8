"""A key service on loopback that can be told to misbehave."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def _sent(question):
    return [question[name] for name in ("plaintext", "ciphertext") if name in question]


class FakeKeyService:
    """Start it with `with`; `fault` changes how it answers, `asked` counts."""

    def __init__(self) -> None:
        self.key = AESGCM(bytes(range(32)))
        self.fault, self.asked = "", []

    def __enter__(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                question = json.loads(self.rfile.read(length))
                service.answer(self, self.path, question)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        serve = self.server.serve_forever
        self.thread = threading.Thread(target=serve, args=(0.02,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, path, question):
        act = path.rpartition("/")[2]
        self.asked.append(act)
        context = question["context"].encode()
        if self.fault == "in the clear":
            name = "ciphertext" if act == "wrap" else "plaintext"
            given = {name: base64.b64decode(_sent(question)[0])}
        elif act == "wrap":
            nonce = bytes(12)
            plain = base64.b64decode(question["plaintext"])
            given = {"ciphertext": nonce + self.key.encrypt(nonce, plain, context)}
        else:
            sealed = base64.b64decode(question["ciphertext"])
            given = {"plaintext": self.key.decrypt(sealed[:12], sealed[12:], context)}
        self._send(handler, {"context": question["context"]}, given, question)

    def _send(self, handler, answer, given, question):
        (name, value), status = next(iter(given.items())), 200
        if self.fault == "error":
            status = 500
        elif self.fault == "redirect":
            status = 302
        elif self.fault == f"wrong {name}":
            value = bytes(32)
        elif self.fault == "empty":
            value = b""
        elif self.fault == "short":
            value = value[:16]
        elif self.fault == "older":
            answer["context"] = "due-regard/vault/0"
        body = json.dumps({**answer, name: base64.b64encode(value).decode()}).encode()
        if self.fault == "garbled":
            body = body[:-7] + b"%%%"
        elif self.fault == "not json":
            body = b"<html>Sign in</html>"
        elif self.fault == "a list":
            body = b"[1, 2]"
        elif self.fault == "endless":
            body = b" " * 100_000 + body
        elif self.fault == "slow":
            time.sleep(1.5)
        handler.send_response(status)
        if status == 302:
            handler.send_header("Location", self.url)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
