"""Many WebSockets of the hub in one asyncio program: requests with many answers outstanding, answers as the bytes they were sent in.

    client = await AsyncClient.connect(port, context)     # context: socket_client.tls_context(ca)
    answer = await client.request("hello", {"v": 1})      # Answer: .body is `"result":{...}` or `"error":{...}`, byte for byte
    result = await client.call("hello", {"v": 1})         # its result, or RpcError

Notifications go to `on_notice(raw bytes)` in order, one that came behind an answer after whoever awaits that answer has gone on.
When the socket is gone every open request ends with Closed.
"""
import asyncio
import json
import re
import struct

from socket_client import CLOSE, CONTINUATION, PING, PONG, SUBPROTOCOL, TEXT, Closed, Refused, RpcError

ANSWER = re.compile(rb'\{"jsonrpc":"2\.0","id":(\d+|null),(.*)\}', re.DOTALL)
NOTICE = b'{"jsonrpc":"2.0","method":"'
CONNECT_SECONDS = 20


class Answer:
    """What came back for one request."""
    __slots__ = ("body",)

    def __init__(self, body):
        self.body = body

    @property
    def is_result(self):
        return self.body.startswith(b'"result":')

    def value(self):
        """The result or the error, as JSON."""
        return json.loads(self.body.partition(b":")[2])

    @property
    def code(self):
        """The word of an error; None for a result."""
        return None if self.is_result else self.value()["data"]["code"]


class AsyncClient(asyncio.Protocol):
    def __init__(self, port, on_notice=None):
        self.port, self.on_notice = port, on_notice
        self.received = bytearray()
        self.fragments = b""
        self.pending = {}           # id -> Future of an Answer
        self.strays = 0             # messages that are neither a notification nor the one answer to an open request
        self.next_id = 0
        self.close_code = None
        self.transport = None
        loop = asyncio.get_running_loop()
        self.upgraded = loop.create_future()
        self.gone = loop.create_future()

    @classmethod
    async def connect(cls, port, context, on_notice=None):
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_SECONDS):
            _, client = await loop.create_connection(lambda: cls(port, on_notice), "127.0.0.1", port, ssl=context, server_hostname="localhost")
            try:
                await client.upgraded
            except BaseException:
                client.abort()
                raise
        return client

    # --- requests ---

    def request(self, method, params):
        """Sends; returns the Future of its Answer."""
        self.next_id += 1
        future = asyncio.get_running_loop().create_future()
        if self.gone.done():
            future.set_exception(Closed(self.close_code))
            return future
        self.pending[self.next_id] = future
        message = {"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params}
        self._send(TEXT, json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())
        return future

    async def call(self, method, params=None):
        answer = await self.request(method, params or {})
        if not answer.is_result:
            raise RpcError(answer.value())
        return answer.value()

    def _send(self, opcode, payload):
        # A mask of zeros is a mask, and saves the work.
        length = len(payload)
        if length < 126:
            head = bytes([0x80 | opcode, 0x80 | length])
        elif length < 65536:
            head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, length)
        else:
            head = struct.pack(">BBQ", 0x80 | opcode, 0x80 | 127, length)
        self.transport.write(head + b"\0\0\0\0" + payload)

    # --- the end ---

    def abort(self):
        if self.transport:
            self.transport.abort()

    async def close(self):
        if not self.gone.done():
            self._send(CLOSE, struct.pack(">H", 1000))
            self.transport.close()
        await self.gone

    # --- asyncio calls these ---

    def connection_made(self, transport):
        self.transport = transport
        transport.write((f"GET /ws HTTP/1.1\r\nHost: localhost:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                         f"Origin: https://localhost:{self.port}\r\nSec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n").encode())

    def connection_lost(self, _):
        if not self.upgraded.done():
            self.upgraded.set_exception(Closed())
            self.upgraded.exception()   # said to whoever waits; nobody has to
        for future in self.pending.values():
            if not future.done():
                future.set_exception(Closed(self.close_code))
                future.exception()
        self.pending.clear()
        if not self.gone.done():
            self.gone.set_result(self.close_code)

    def data_received(self, data):
        self.received += data
        if not self.upgraded.done() and not self._take_head():
            return
        done = 0
        while (end := self._take_frame(done)) is not None:
            done = end
        del self.received[:done]

    def _take_head(self):
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = self.received[:end].decode("latin-1")
        del self.received[:end + 4]
        if not head.startswith("HTTP/1.1 101"):
            status = head.split(" ", 2)[1] if head.startswith("HTTP/") else "0"
            self.upgraded.set_exception(Refused(int(status), head))
            return False
        self.upgraded.set_result(None)
        return True

    def _take_frame(self, at):
        """The place behind the frame that begins here; None when it is not whole yet."""
        have = len(self.received) - at
        if have < 2:
            return None
        length, head = self.received[at + 1] & 0x7F, 2
        if length >= 126:
            head = 4 if length == 126 else 10
            if have < head:
                return None
            length = int.from_bytes(self.received[at + 2:at + head], "big")
        if have < head + length:
            return None
        end = at + head + length
        self._take(self.received[at] & 0x0F, bytes(self.received[at + head:end]), bool(self.received[at] & 0x80))
        return end

    def _take(self, opcode, payload, final):
        if opcode == CLOSE:
            self.close_code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else None
            self.transport.close()
        elif opcode == PING:
            self._send(PONG, payload)
        elif opcode in (TEXT, CONTINUATION):
            self.fragments += payload
            if final:
                message, self.fragments = self.fragments, b""
                self._take_message(message)

    def _take_message(self, message):
        if message.startswith(NOTICE):
            if self.on_notice:
                # As the future of an answer does it: else a frame would overtake the hello it belongs to.
                asyncio.get_running_loop().call_soon(self.on_notice, message)
            return
        found = ANSWER.fullmatch(message)
        future = self.pending.pop(int(found[1]), None) if found and found[1] != b"null" else None
        if future is None:
            self.strays += 1
        elif not future.done():
            future.set_result(Answer(found[2]))
