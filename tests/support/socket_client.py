"""A small WebSocket client (RFC 6455) over TLS with the Python standard library only, made for tests: whole messages, JSON-RPC, raw frames.

    with SocketClient(port, ca="ca.pem") as client:
        client.call("hello", {"v": 1})          # -> result, or raises RpcError
        client.wait_for("snapshot")             # -> params of the next such notification
"""
import base64
import hashlib
import json
import os
import socket
import ssl
import struct

TEXT, BINARY, CLOSE, PING, PONG, CONTINUATION = 1, 2, 8, 9, 10, 0
SUBPROTOCOL = "lamrelay.v1"


class RpcError(Exception):
    """An error answer; .code is data.code, .data the whole data."""

    def __init__(self, error):
        self.number = error.get("code")
        self.data = error.get("data") or {}
        self.code = self.data.get("code")
        super().__init__(f"{self.number} {self.code}: {error.get('message')}")


class Closed(Exception):
    """The other end closed; .code is the close frame's, None when there was none."""

    def __init__(self, code=None):
        self.code = code
        super().__init__(f"closed, code {code}")


class Refused(Exception):
    """The upgrade was refused; .status is the HTTP status (0: no answer), .head the headers' text."""

    def __init__(self, status, head):
        self.status, self.head = status, head
        super().__init__(f"upgrade refused: {status}")


def tls_context(ca=None, alpn=None):
    context = ssl.create_default_context(cafile=ca) if ca else ssl._create_unverified_context()
    if alpn:
        context.set_alpn_protocols(alpn)
    return context


def tls_connect(port, ca=None, host="localhost", address="127.0.0.1", timeout=10, alpn=None, session=None):
    raw = socket.create_connection((address, port), timeout)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return tls_context(ca, alpn).wrap_socket(raw, server_hostname=host, session=session)


class SocketClient:
    def __init__(self, port, ca=None, host="localhost", address="127.0.0.1", origin="default", path="/ws",
                 subprotocol=SUBPROTOCOL, headers=(), timeout=10, upgrade="websocket"):
        self.socket = tls_connect(port, ca, host, address, timeout)
        self.received = b""
        self.fragments = b""
        self.notifications = []     # those that came while a result was waited for
        self.answers = {}           # results that came while another was waited for
        self.frames = 0             # whole messages received
        self.next_id = 0
        self.head = self._upgrade(port, host, origin, path, subprotocol, headers, upgrade)

    def _upgrade(self, port, host, origin, path, subprotocol, headers, upgrade):
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", f"Upgrade: {upgrade}", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        if origin is not None:
            lines.append("Origin: " + (f"https://{host}:{port}" if origin == "default" else origin))
        if subprotocol is not None:
            lines.append(f"Sec-WebSocket-Protocol: {subprotocol}")
        lines += list(headers)
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.received:
            try:
                piece = self.socket.recv(65536)
            except OSError:
                piece = b""
            if not piece:
                break
            self.received += piece
        head, _, self.received = self.received.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        status = int(text.split(" ", 2)[1]) if text.startswith("HTTP/1.1 ") else 0
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        if status != 101 or f"sec-websocket-accept: {accept}".lower() not in text.lower():
            self.socket.close()
            raise Refused(status, text)
        return text

    # --- frames ---

    def send_frame(self, opcode, payload=b"", final=True, masked=True, reserved=0):
        header = bytes([(0x80 if final else 0) | reserved | opcode])
        bit = 0x80 if masked else 0
        if len(payload) < 126:
            header += bytes([bit | len(payload)])
        elif len(payload) < 65536:
            header += bytes([bit | 126]) + struct.pack(">H", len(payload))
        else:
            header += bytes([bit | 127]) + struct.pack(">Q", len(payload))
        if masked:
            mask = os.urandom(4)
            repeated = (mask * (len(payload) // 4 + 1))[:len(payload)]
            payload = (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(len(payload), "big")
            header += mask
        self.socket.sendall(header + payload)

    def _need(self, count):
        while len(self.received) < count:
            try:
                piece = self.socket.recv(65536)
            except (ConnectionError, ssl.SSLError) as error:
                if isinstance(error, (ssl.SSLWantReadError, TimeoutError)):
                    raise
                raise Closed() from error
            if not piece:
                raise Closed()
            self.received += piece
        taken, self.received = self.received[:count], self.received[count:]
        return taken

    def receive_frame(self):
        """(opcode, payload, final) of one frame; raises socket.timeout when none comes in time."""
        head = self._need(2)
        length = head[1] & 0x7F
        if length == 126:
            length = struct.unpack(">H", self._need(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self._need(8))[0]
        return head[0] & 0x0F, self._need(length), bool(head[0] & 0x80)

    def receive_text(self):
        """One whole text message; answers pings; raises Closed."""
        while True:
            opcode, payload, final = self.receive_frame()
            if opcode == CLOSE:
                code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else None
                try:
                    self.send_frame(CLOSE, payload[:2])
                except OSError:
                    pass
                raise Closed(code)
            if opcode == PING:
                self.send_frame(PONG, payload)
            elif opcode in (TEXT, CONTINUATION):
                self.fragments += payload
                if final:
                    text, self.fragments = self.fragments.decode(), b""
                    self.frames += 1
                    return text

    # --- JSON-RPC ---

    def send_json(self, value):
        self.send_frame(TEXT, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def receive_json(self):
        return json.loads(self.receive_text())

    def start(self, method, params=None):
        """Sends a request, returns its id for finish()."""
        self.next_id += 1
        self.send_json({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params or {}})
        return self.next_id

    def finish(self, identity):
        """The result for an id, or RpcError; notifications that come meanwhile are kept."""
        while identity not in self.answers:
            message = self.receive_json()
            if "method" in message:
                self.notifications.append(message)
            else:
                self.answers[message.get("id")] = message
        answer = self.answers.pop(identity)
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer["result"]

    def call(self, method, params=None):
        return self.finish(self.start(method, params))

    def next_notification(self):
        if self.notifications:
            return self.notifications.pop(0)
        while True:
            message = self.receive_json()
            if "method" in message:
                return message
            self.answers[message.get("id")] = message

    def wait_for(self, method):
        """The params of the next notification of this method; others before it are dropped."""
        while True:
            message = self.next_notification()
            if message["method"] == method:
                return message["params"]

    def wait_closed(self):
        """Reads until the other end closes; returns the close code (None: no close frame)."""
        try:
            while True:
                self.receive_text()
        except Closed as closed:
            return closed.code

    # --- the end ---

    def settimeout(self, seconds):
        self.socket.settimeout(seconds)

    def close(self, code=1000):
        try:
            self.send_frame(CLOSE, struct.pack(">H", code))
        except OSError:
            pass
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
