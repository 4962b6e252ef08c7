"""A client by somebody who was given nothing but relay/protocol.asyncapi.yaml: the examples say what to send and what comes back, the
texts say how cursors work. Brings its own WebSocket; is handed a TLS socket."""
import copy
import json
import os
import re
import struct
import time
from base64 import b64encode, urlsafe_b64encode

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
WAIT_SECONDS = 15


def secret(size):
    return urlsafe_b64encode(os.urandom(size)).decode().rstrip("=")


class Refused(Exception):
    """An error answer."""


class Closed(Exception):
    """The hub closed the socket, with this code."""


class Stranger:
    def __init__(self, spec, socket, port):
        self.spec, self.socket, self.buffer = spec, socket, b""
        self.token = self.journal = self.own = self.shared = None
        self.rows, self.cursors = {}, {}            # by channel: {(kind, id): row} and s
        self.heard, self.now = [], 0                # what notifications came since the last hello; hub time
        self._upgrade(port)

    # --- what the file says ---

    def example(self, message, name=None):
        examples = self.spec["components"]["messages"][message]["examples"]
        return copy.deepcopy(next(each["payload"] for each in examples if name in (None, each.get("name"))))

    def check_row(self, row):
        """A row has what its schema asks for and nothing else."""
        schema = self.spec["components"]["schemas"][f"row.{row['kind']}"]
        assert set(schema["required"]) <= set(row) <= set(schema["properties"]), f"{row['kind']}: {sorted(row)}"

    # --- WebSocket ---

    def _upgrade(self, port):
        server = self.spec["servers"]["hub"]
        protocol = re.search(r"Subprotocol ([\w.]*\w)", server["description"])[1]
        self.socket.sendall((f"GET {server['pathname']} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: https://localhost:{port}\r\n"
                             f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {protocol}\r\n"
                             f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(4096)
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head

    def _send(self, opcode, payload):
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
        mask = os.urandom(4)
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def _take(self, count):
        while len(self.buffer) < count:
            piece = self.socket.recv(65536)
            assert piece, "the hub closed the socket"
            self.buffer += piece
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def receive(self):
        """The next message as JSON."""
        while True:
            opcode, size = self._take(2)
            length = size if size < 126 else int.from_bytes(self._take(2 if size == 126 else 8), "big")
            payload = self._take(length)
            if opcode & 15 == PING:
                self._send(PONG, payload)
            elif opcode & 15 == CLOSE:
                raise Closed(struct.unpack(">H", payload[:2])[0])
            else:
                return json.loads(payload)

    # --- requests ---

    def request(self, method, example=None, **values):
        """A request like the example: its required parameters and those given, the given values in place of the example's."""
        request = self.example(f"{method}.request", example)
        schema = self.spec["components"]["schemas"][f"{method}.params"]
        unknown = set(values) - set(schema["properties"])
        assert not unknown, f"{method} has no {unknown}"
        fresh = {"key": secret(16), "until": self.now + self.spec["x-bounds"]["until_ms"]} | values
        names = set(schema["required"]) | set(values)
        request["params"] = {name: fresh.get(name, request["params"].get(name)) for name in schema["properties"] if name in names}
        return request

    def send(self, request):
        self._send(TEXT, json.dumps(request, ensure_ascii=False).encode())

    def answer(self, request, like=None):
        """Reads on to the answer; a result has the members of the example's."""
        while True:
            message = self.receive()
            if "method" in message:
                self.take(message)
            elif message["id"] == request["id"]:
                break
        if "error" in message:
            raise Refused(message["error"])
        assert set(message["result"]) == set(self.example(f"{request['method']}.response", like)["result"]), message
        self.now = message["result"].get("at", self.now)
        return message["result"]

    def call(self, method, **values):
        request = self.request(method, **values)
        self.send(request)
        return self.answer(request)

    # --- sign-in and cursors ---

    def sign_in(self, **credentials):
        self.hello()
        self.token = self.call("session.open", **credentials)["token"]
        return self.hello()

    def hello(self):
        """As the examples name the three occasions."""
        self.heard = []
        if not self.token:
            request, like = self.request("hello", "before sign-in"), "before sign-in"
        elif not self.journal or not self.own:
            request, like = self.request("hello", "first time with a token", token=self.token), "with a token"
        else:
            request = self.request("hello", "resume", token=self.token, journal=self.journal, own=self.cursors.get(self.own),
                                   shared={"name": self.shared, "s": self.cursors.get(self.shared)})
            like = "with a token"
        self.send(request)
        result = self.answer(request, like)
        if self.journal not in (None, result["journal"]):
            self.rows, self.cursors = {}, {}
        self.journal, self.now = result["journal"], result["serverTime"]
        if self.token:
            self.own, self.shared = f"person:{result['person']}", result["channel"]
        return result

    def take(self, message):
        """One notification, by the rule of the file."""
        method, params = message["method"], message["params"]
        self.heard.append(method)
        if method == "live":
            self.now = params["serverTime"]
            return
        channel, s = params["channel"], self.cursors.get(params["channel"])
        if method == "snapshot":
            self.rows[channel] = {}
        elif s is not None and params["to"] <= s:
            return
        else:
            assert s is not None and params["from"] <= s, f"a frame of {channel} does not follow on"
        for row in params["rows"]:
            if "gone" in row:
                self.rows[channel].pop((row["gone"]["kind"], row["gone"]["id"]), None)
            else:
                self.check_row(row)
                self.rows[channel][row["kind"], row["id"]] = row
        self.cursors[channel] = params["to"]

    # --- what it sees ---

    def row(self, kind, identity):
        return next((rows[kind, identity] for rows in self.rows.values() if (kind, identity) in rows), None)

    def read_until(self, condition, what):
        end = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < end, f"{self.own} waits in vain for {what}"
            self.take(self.receive())

    def wait(self, kind, identity, **members):
        """Reads on until the row is there with these members."""
        def there():
            row = self.row(kind, identity)
            return row and all(row.get(name) == value for name, value in members.items())
        self.read_until(there, f"{kind} {identity} with {members}, has {self.row(kind, identity)}")
        return self.row(kind, identity)

    def wait_gone(self, kind, identity):
        self.read_until(lambda: not self.row(kind, identity), f"the end of {kind} {identity}")
