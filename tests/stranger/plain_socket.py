"""The least of RFC 6455 that a client needs, over a TLS socket it is handed; where to and as what the protocol's file says."""
import os
import re
import struct
from base64 import b64encode

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Closed(Exception):
    """The hub closed the socket, with this code."""


class PlainSocket:
    def __init__(self, spec, tls, port):
        self.tls, self.buffer = tls, b""
        server = spec["servers"]["hub"]
        protocol = re.search(r"Subprotocol ([\w.]*\w)", server["description"])[1]
        self.tls.sendall((f"GET {server['pathname']} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: https://localhost:{port}\r\n"
                          f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {protocol}\r\n"
                          f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.tls.recv(4096)
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head

    def send(self, text):
        self._send(TEXT, text.encode())

    def receive(self):
        """The next text; raises Closed."""
        while True:
            opcode, size = self._take(2)
            length = size if size < 126 else int.from_bytes(self._take(2 if size == 126 else 8), "big")
            payload = self._take(length)
            if opcode & 15 == PING:
                self._send(PONG, payload)
            elif opcode & 15 == CLOSE:
                raise Closed(struct.unpack(">H", payload[:2])[0])
            else:
                return payload.decode()

    def close(self):
        """Without a word, as a link that breaks."""
        self.tls.close()

    def _send(self, opcode, payload):
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
        mask = os.urandom(4)
        self.tls.sendall(bytes([0x80 | opcode]) + size + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def _take(self, count):
        while len(self.buffer) < count:
            piece = self.tls.recv(65536)
            assert piece, "the hub closed the socket without a close frame"
            self.buffer += piece
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken
