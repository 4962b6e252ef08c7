"""HTTP/2 of libwebsockets 4.1 must not be reachable by any of its doors, and no WebSocket extension is granted."""
import re
import socket
import ssl
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report
from socket_client import Refused, SocketClient, tls_connect

report = Report()


def read_all(connection):
    said = b""
    try:
        while piece := connection.recv(65536):
            said += piece
    except OSError:
        pass
    return said


with Hub() as hub:
    ca = str(hub.certificate)

    with report.test("the ALPN offer h2 is not taken"):
        connection = tls_connect(hub.port, ca, alpn=["h2"])
        assert connection.selected_alpn_protocol() is None, connection.selected_alpn_protocol()
        connection.close()

    with report.test("of h2 and http/1.1 the second is taken"):
        connection = tls_connect(hub.port, ca, alpn=["h2", "http/1.1"])
        assert connection.selected_alpn_protocol() == "http/1.1", connection.selected_alpn_protocol()
        connection.close()

    for word in ("h2c", "H2C"):
        with report.test(f"Upgrade: {word} is refused"):
            try:
                SocketClient(hub.port, ca=ca, upgrade=word, headers=["HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"])
                raise AssertionError("it was upgraded")
            except Refused as refused:
                assert refused.status != 101, refused.head

    with report.test("the HTTP/2 preface gets no HTTP/2"):
        connection = tls_connect(hub.port, ca, timeout=15)
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))
        said = read_all(connection)
        assert not said or re.match(rb"HTTP/1\.[01] 4", said), said[:80]

    with report.test("an unknown upgrade neither upgrades nor hurts"):
        connection = tls_connect(hub.port, ca, timeout=15)
        connection.sendall(b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: nonsense\r\nConnection: Upgrade\r\n\r\n" * 3)
        assert b" 101 " not in read_all(connection)

    with report.test("the word websocket may be written in any case"):
        with SocketClient(hub.port, ca=ca, upgrade="WebSocket") as client:
            client.call("hello", {"v": 1})

    for offer in ("permessage-deflate", "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame"):
        with report.test(f"no extension for the offer {offer}"):
            with SocketClient(hub.port, ca=ca, headers=[f"Sec-WebSocket-Extensions: {offer}"]) as client:
                assert "sec-websocket-extensions" not in client.head.lower(), client.head
                client.call("hello", {"v": 1})

    with report.test("TLS 1.1 is refused, 1.2 and 1.3 are taken"):
        warnings.simplefilter("ignore", DeprecationWarning)
        for version, good in ((ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)):
            context = ssl.create_default_context(cafile=ca)
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
            try:
                with context.wrap_socket(socket.create_connection(("127.0.0.1", hub.port), 10), server_hostname="localhost"):
                    taken = True
            except (ssl.SSLError, ConnectionError):
                taken = False
            assert taken == good, f"{version.name}: taken is {taken}"

report.finish()
