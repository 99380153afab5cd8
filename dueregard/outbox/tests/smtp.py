"""A mail server of the tests' own, on the loopback: it keeps what it took."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Sink(socketserver.ThreadingTCPServer):
    """Takes mail and remembers the Message-IDs; each habit can be changed by a test."""

    allow_reuse_address = daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[str] = []
        self.conversations = 0
        self.is_silent = False
        self.stays_for = 1_000_000  # mails, then it hangs up
        self.before_yes = lambda number: None
        self.on_sender = lambda: "250 yes"
        self.on_recipient = lambda address: "250 yes"
        self.on_letter = lambda number: "250 yes"

    @property
    def port(self) -> int:
        return self.server_address[1]

    def handle_error(self, request, client_address) -> None:
        """A worker that was killed hangs up in the middle of a word."""


class Conversation(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.server.conversations += 1
        if self.server.is_silent:
            self.rfile.read()
            return
        self.say("220 sink")
        for line in self.rfile:
            if not self.answered(line.decode()):
                return

    def answered(self, line: str) -> bool:
        word = line[:4].upper()
        if word == "QUIT":
            self.say("221 bye")
            return False
        if word == "DATA":
            self.say("354 go on")
            return self.take()
        if word == "MAIL":
            answer = self.server.on_sender()
        elif word == "RCPT":
            answer = self.server.on_recipient(line[line.index("<") + 1 : -3])
        else:
            answer = "250 yes"
        self.say(answer)
        return not answer.startswith("421")

    def take(self) -> bool:
        letter = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            letter.append(line.decode())
        else:
            return False  # the other side was killed while it spoke
        server = self.server
        answer = server.on_letter(len(server.received) + 1)
        if answer.startswith("250"):
            found = re.search(r"Message-ID: (<.*>)", "".join(letter))
            server.received.append(found.group(1))
            server.before_yes(len(server.received))
            if len(server.received) % server.stays_for == 0:
                self.say(answer)
                return False
        self.say(answer)
        return True

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def running() -> Iterator[Sink]:
    """A sink that listens until the block ends."""
    with Sink() as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        try:
            yield server
        finally:
            server.shutdown()
            serving.join()
