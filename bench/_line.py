"""One keep-alive connection to a server on this machine, as thin as may be: it is not the client that is measured."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1"
CSRF = "b" * 32
"""What a browser has in its cookie and sends back in its form: the server compares the two."""


class Cut(ConnectionError):
    """The connection ended before the answer was whole: nobody knows whether what was asked for was done."""


@dataclass(frozen=True)
class Answer:
    """What came back; `location` is empty where it sends nobody elsewhere."""

    status: int
    location: str
    body: bytes


def written(method: str, path: str, session: str, form: dict[str, str] | None = None) -> bytes:
    """A request as a browser of this session sends it."""
    body = b"" if form is None else urlencode({"csrfmiddlewaretoken": CSRF, **form}).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Cookie: csrftoken={CSRF}; sessionid={session}"]
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Line:
    """Opened by the first question; opened again after it was cut."""

    def __init__(self, port: int, patience: float = 300.0) -> None:
        self.port = port
        self.patience = patience
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        """The whole answer. Raises Cut where it does not come whole, and OSError where nobody listens."""
        line = self.socket or socket.create_connection((HOST, self.port), timeout=self.patience)
        self.socket = line
        try:
            line.sendall(request)
            head, rest = self._head(line)
            return self._answer(line, head, rest)
        except OSError as fault:
            self.close()
            raise Cut(str(fault)) from fault

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.close()
        self.socket = None

    @staticmethod
    def _head(line: socket.socket) -> tuple[bytes, bytes]:
        got = b""
        while b"\r\n\r\n" not in got:
            got += _more(line)
        head, _, rest = got.partition(b"\r\n\r\n")
        return head, rest

    @staticmethod
    def _answer(line: socket.socket, head: bytes, body: bytes) -> Answer:
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
        length = int(fields["content-length"])  # every answer of this site says how long it is
        parts, got = [body], len(body)
        while got < length:
            parts.append(_more(line))
            got += len(parts[-1])
        return Answer(int(first.split(" ", 2)[1]), fields.get("location", ""), b"".join(parts))


def _more(line: socket.socket) -> bytes:
    got = line.recv(65536)
    if not got:
        raise Cut("the server hung up")
    return got
