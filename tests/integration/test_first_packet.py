"""Who comes back hears all that is said first in one packet: the ticket of TLS, the 101, the answer to hello and what it missed; counted by the client's kernel.
Nobody else waits for anything."""
import select
import socket
import ssl
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report
from socket_client import tls_context

SECONDS, ONE_READ = 20, 1 << 17
INFO_BYTES, DATA_SEGMENTS_IN = 160, 152     # struct tcp_info, and where its tcpi_data_segs_in stands
report = Report()


class Packets:
    """A TLS client that counts the packets that bring an answer."""

    def __init__(self, port, context):
        self.socket = socket.create_connection(("127.0.0.1", port), SECONDS)
        self.heard, self.said = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.heard, self.said, server_hostname="localhost")
        while self._wants(self.tls.do_handshake):
            self._send()
            self._receive()

    def _wants(self, step):
        try:
            step()
            return False
        except ssl.SSLWantReadError:
            return True

    def _send(self):
        self.socket.sendall(self.said.read())

    def _receive(self):
        assert select.select([self.socket], [], [], SECONDS)[0], "nothing came"
        self.heard.write(self.socket.recv(ONE_READ))

    def _packets(self):
        """With data, so far."""
        info = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, INFO_BYTES)
        return int.from_bytes(info[DATA_SEGMENTS_IN:DATA_SEGMENTS_IN + 4], sys.byteorder)

    def ask(self, request, *ends):
        """What comes until all of these are in it, and in how many packets."""
        before, text = self._packets(), b""
        self.tls.write(request)
        self._send()
        while not all(end in text for end in ends):
            self._receive()
            text += self._read()
        return text, self._packets() - before

    def _read(self):
        text = b""
        while True:
            try:
                text += self.tls.read(ONE_READ)
            except ssl.SSLWantReadError:
                return text

    def close(self):
        self.socket.close()


def upgrade(port, words):
    return (f"GET /ws HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: https://localhost:{port}\r\nSec-WebSocket-Protocol: lamrelay.v1{words}\r\n\r\n").encode()


with Hub() as hub:
    token = hub.token("hall-0001")

    with report.test("hello with the upgrade: one packet"):
        client = Packets(hub.port, tls_context())
        text, packets = client.ask(upgrade(hub.port, f", say.hello.{token}"), b'"id":"hello","result"', b'"channel":"person:hall-0001"', b'"channel":"participant"')
        assert text.startswith(b"HTTP/1.1 101") and packets == 1, (packets, text)
        client.close()

    with report.test("nothing said with it: the 101 waits for nobody"):
        client = Packets(hub.port, tls_context())
        text, _ = client.ask(upgrade(hub.port, ""), b"\r\n\r\n")
        assert text.startswith(b"HTTP/1.1 101"), text
        client.close()

    with report.test("a page's answer, and TLS 1.2, as ever"):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = tls_context()
            context.maximum_version = version
            client = Packets(hub.port, context)
            text, _ = client.ask(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", b"ok\n")
            assert text.startswith(b"HTTP/1.1 200 OK"), text
            client.close()

report.finish()
