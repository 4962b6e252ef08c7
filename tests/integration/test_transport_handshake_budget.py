"""Clients that stall in the handshake neither keep others out nor stay."""
import resource
import select
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, small_config, wait_until
from socket_client import Closed, Refused, tls_connect

STALLED = 2400
HANDSHAKE_SECONDS = 10
LAG_SECONDS = 10     # while the hub has no processor nobody is held to be late
report = Report()


def raise_limit():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = STALLED + 500
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def open_stalled(port, count, first_bytes=b""):
    stalled = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port), 5)
        if first_bytes:
            connection.sendall(first_bytes)
        stalled.append(connection)
    return stalled


def open_by_poll(sockets):
    """How many the other end has not closed."""
    poll = select.poll()
    by_number = {connection.fileno(): connection for connection in sockets}
    for number in by_number:
        poll.register(number, select.POLLIN)
    ready = {number for number, _ in poll.poll(0)}
    count = len(sockets) - len(ready)
    for number in ready:
        try:
            count += 1 if by_number[number].recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) else 0
        except BlockingIOError:
            count += 1
        except OSError:
            pass
    return count


raise_limit()
with Hub() as hub:
    began = time.monotonic()
    # A TLS record that promises a ClientHello and does not bring it: half of them; the other half says nothing at all.
    stalled = open_stalled(hub.port, STALLED // 2, b"\x16\x03\x01\x02\x00\x01") + open_stalled(hub.port, STALLED // 2)
    opened = time.monotonic()

    with report.test(f"with {STALLED} stalled sockets a new client still joins"):
        with hub.connect(timeout=20) as client:
            client.call("hello", {"v": 1})
        joined = time.monotonic() - opened
        print(f"    joined after {joined:.2f} s")
        assert joined < 15, f"after {joined:.1f} s"

    with report.test("one that is through its handshake is not disturbed"):
        with hub.connect(timeout=20) as client:
            for _ in range(20):
                client.call("hello", {"v": 1})
                time.sleep(0.05)

    with report.test("all of them are gone in time"):
        # The last were accepted a moment after they were opened: the listener takes few young ones at once as long as nobody comes through.
        wait_until(lambda: open_by_poll(stalled) == 0, HANDSHAKE_SECONDS + 15, "the end of the stalled sockets")
        print(f"    the last went {time.monotonic() - began:.1f} s after the first was opened")

    with report.test("they were counted"):
        metrics = hub.metrics()
        assert metrics["lamrelay_handshakes_dropped_total"] >= STALLED - 100, metrics
        assert metrics["lamrelay_handshakes"] <= 1, metrics
    for connection in stalled:
        connection.close()

    with report.test("who speaks no TLS is turned away, and nothing of it stays"):
        strangers = open_stalled(hub.port, 300, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        wait_until(lambda: open_by_poll(strangers) == 0, HANDSHAKE_SECONDS, "the end of the strangers")
        wait_until(lambda: hub.metrics()["lamrelay_handshakes"] <= 1, 5, "the end of their handshakes")
        for connection in strangers:
            connection.close()

    with report.test("half a request is not waited for longer than 10 s"):
        connection = tls_connect(hub.port, str(hub.certificate), timeout=20)
        accepted = time.monotonic()
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        try:
            while connection.recv(4096):
                pass
        except OSError:
            pass
        waited = time.monotonic() - accepted
        assert 5 < waited < HANDSHAKE_SECONDS + LAG_SECONDS, f"{waited:.1f} s"

    with report.test("a byte now and then does not help"):
        connection = tls_connect(hub.port, str(hub.certificate), timeout=1)
        accepted = time.monotonic()
        ended = None
        while ended is None and time.monotonic() - accepted < 20:
            try:
                connection.sendall(b"G")
                if connection.recv(4096) == b"":
                    ended = time.monotonic()
            except TimeoutError:
                continue
            except OSError:
                ended = time.monotonic()
        assert ended and ended - accepted < HANDSHAKE_SECONDS + LAG_SECONDS, "still there"

    with report.test("an answered connection is not kept for ever either"):
        connection = tls_connect(hub.port, str(hub.certificate), timeout=20)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        answered = time.monotonic()
        try:
            while connection.recv(4096):
                pass
        except OSError:
            pass
        assert time.monotonic() - answered < 12



def can_join(hub):
    try:
        with hub.connect() as client:
            return client.call("hello", {"v": 1})
    except (OSError, Refused, Closed):
        return None


with Hub(config=small_config(limits={"connections": 40, "connectionsPerAddress": 20})) as hub:
    with report.test("the cap of connections from one address holds, and is given back"):
        clients = [hub.connect() for _ in range(20)]
        for client in clients:
            client.call("hello", {"v": 1})
        assert can_join(hub) is None, "one more was taken"
        clients.pop().close()
        wait_until(lambda: can_join(hub), 5, "a place")
        for client in clients:
            client.close()

report.finish()
