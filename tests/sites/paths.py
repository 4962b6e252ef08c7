"""The ways between the sites and their hub: bytes pass with a delay, stall now and then as lost packets make them, until somebody cuts the way. One thread, no copy
of anything but bytes, and counts of those.

    paths = Paths()
    path = paths.add(hub_link_port)       # the site is told path.port
    path.worsen(delay=0.04, stall=0.01)   # seconds one way; the share of pieces that come 0.2 to 1 s late
    path.cut(); path.mend(); path.reset() # reset: connections break with RST, the next one gets through
    path.up, path.down                    # bytes from the site, from the hub
"""
import asyncio
import random
import socket
import struct
import threading
from collections import deque

STALL_SECONDS = (0.2, 1.0)


class _End(asyncio.Protocol):
    """One socket of a pair; what it receives goes to the other, later."""

    def __init__(self, path, other=None):
        self.path, self.other, self.is_site = path, other, other is None
        self.transport, self.waiting, self.due, self.timer = None, deque(), 0.0, None

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not self.is_site:
            self.other.other = self
            self.other.flush()
            return
        self.path.ends.add(self)
        if self.path.is_open:
            asyncio.get_running_loop().create_task(self.reach())
        else:
            self.abort()

    async def reach(self):
        try:
            await asyncio.get_running_loop().create_connection(lambda: _End(self.path, self), "127.0.0.1", self.path.to)
        except OSError:
            self.abort()

    def data_received(self, data):
        if self.is_site:
            self.path.up += len(data)
        else:
            self.path.down += len(data)
        delay = self.path.delay
        if self.path.stall and random.random() < self.path.stall:
            delay += random.uniform(*STALL_SECONDS)
        self.due = max(self.due, asyncio.get_running_loop().time() + delay)     # nothing overtakes: this is TCP
        self.waiting.append((self.due, data))
        self.flush()

    def flush(self):
        loop = asyncio.get_running_loop()
        if self.other is None or self.other.transport is None or self.timer is not None:
            return
        while self.waiting and self.waiting[0][0] <= loop.time():
            self.other.transport.write(self.waiting.popleft()[1])
        if self.waiting:
            self.timer = loop.call_at(self.waiting[0][0], self._on_timer)

    def _on_timer(self):
        self.timer = None
        self.flush()

    def connection_lost(self, _):
        self.path.ends.discard(self)
        self.waiting.clear()
        if self.timer:
            self.timer.cancel()
        if self.other and self.other.transport:
            self.other.abort()

    def abort(self, with_reset=False):
        if with_reset:
            try:
                self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            except OSError:
                pass
        self.transport.abort()


class Path:
    def __init__(self, loop, to):
        self.loop, self.to = loop, to
        self.port = self.server = None
        self.ends = set()       # towards the site
        self.is_open, self.delay, self.stall = True, 0.0, 0.0
        self.up = self.down = self.cuts = 0

    async def serve(self):
        self.server = await self.loop.create_server(lambda: _End(self), "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    def worsen(self, delay=0.0, stall=0.0):
        self.delay, self.stall = delay, stall

    def cut(self):
        self.is_open = False
        self.reset(with_reset=False)

    def reset(self, with_reset=True):
        self.cuts += bool(self.ends)
        asyncio.run_coroutine_threadsafe(self._break(with_reset), self.loop).result(10)

    async def _break(self, with_reset):
        for end in list(self.ends):
            end.abort(with_reset)

    def mend(self):
        self.is_open = True

    @property
    def bytes(self):
        return self.up + self.down


class Paths:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.all = []

    def add(self, to):
        path = Path(self.loop, to)
        asyncio.run_coroutine_threadsafe(path.serve(), self.loop).result(10)
        self.all.append(path)
        return path

    def close(self):
        for path in self.all:
            path.cut()
            self.loop.call_soon_threadsafe(path.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
