"""What a WebSocket may send: size, UTF-8, fragments, kinds of frames; who may open one: path, subprotocol, Origin."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report
from socket_client import BINARY, CONTINUATION, PING, PONG, TEXT, Refused

MESSAGE_BYTES = 16 * 1024
report = Report()


def request(identity, padding=0):
    text = json.dumps({"jsonrpc": "2.0", "id": identity, "method": "hello", "params": {"v": 1}}).encode()
    return text + b" " * max(0, padding - len(text))


def closes(name, code, *frames):
    with report.test(name):
        with hub.connect() as client:
            try:
                for opcode, payload, final in frames:
                    client.send_frame(opcode, payload, final)
            except OSError:
                pass  # closed in the middle of it
            got = client.wait_closed()
            assert got == code, f"close code {got}"


def refused(name, status, **options):
    with report.test(name):
        try:
            hub.connect(**options).close()
            raise AssertionError("it was upgraded")
        except Refused as refusal:
            assert refusal.status == status, refusal.status


with Hub() as hub:
    closes("a message over the cap is closed with 1009", 1009, (TEXT, b"x" * (MESSAGE_BYTES + 1), True))
    closes("so is one over the cap in fragments", 1009, (TEXT, b"x" * 10000, False), (CONTINUATION, b"x" * 10000, True))
    closes("so is one that only announces it", 1009, (TEXT, b"x" * 3_000_000, True))
    closes("so are fragments without end", 1009, (TEXT, b"x", False), *[(CONTINUATION, b"x" * 1000, False)] * 20)
    closes("a byte that is no UTF-8 is closed with 1007", 1007, (TEXT, b'{"jsonrpc":"2.0\xff"}', True))
    closes("so is an overlong form", 1007, (TEXT, b"\xc0\xaf", True))
    closes("so is a surrogate", 1007, (TEXT, b"\xed\xa0\x80", True))
    closes("so is a character cut off at the end", 1007, (TEXT, "đ".encode()[:1], True))
    closes("a binary message is closed with 1003", 1003, (BINARY, b"abc", True))
    closes("a continuation of nothing is closed with 1002", 1002, (CONTINUATION, b"abc", True))
    closes("a reserved opcode is closed with 1002", 1002, (5, b"abc", True))

    with report.test("a message of exactly the cap is answered"):
        with hub.connect() as client:
            client.send_frame(TEXT, request(7, MESSAGE_BYTES))
            assert client.finish(7) is not None

    with report.test("a message in fragments with pings between them is one message"):
        with hub.connect() as client:
            whole = request(8)
            for i, byte in enumerate(whole):
                client.send_frame(CONTINUATION if i else TEXT, bytes([byte]), final=i == len(whole) - 1)
                if i == 3:
                    client.send_frame(PING, b"are you there")
                    assert client.receive_frame()[:2] == (PONG, b"are you there")
            assert client.finish(8) is not None

    with report.test("a character may be cut between fragments"):
        with hub.connect() as client:
            whole = json.dumps({"jsonrpc": "2.0", "id": "đ", "method": "hello", "params": {"v": 1}}, ensure_ascii=False).encode()
            cut = whole.index("đ".encode()) + 1
            client.send_frame(TEXT, whole[:cut], final=False)
            client.send_frame(CONTINUATION, whole[cut:])
            assert client.receive_json()["id"] == "đ"

    with report.test("JSON that is no request is called that, not broken JSON"):
        with hub.connect() as client:
            for text, number in (("null", -32600), ("17", -32600), ('"hello"', -32600), ("[]", -32600), ("{}", -32600), ("nul", -32700), ("", -32700)):
                client.send_frame(TEXT, text.encode())
                answer = client.receive_json()
                assert answer["id"] is None and answer["error"]["code"] == number, (text, answer)

    with report.test("many messages in one piece are all answered"):
        with hub.connect() as client:
            sent = []
            client.socket.setblocking(True)
            original, client.socket = client.socket, type("Collect", (), {"sendall": lambda self, data: sent.append(data)})()
            for identity in range(30):
                client.send_frame(TEXT, request(identity, 100 + 37 * identity))
            client.socket = original
            client.socket.sendall(b"".join(sent))
            for identity in range(30):
                assert client.finish(identity) is not None

    with report.test("a client that says nothing stays connected"):
        import time
        with hub.connect() as client:
            time.sleep(12)  # longer than the time for a handshake
            client.call("hello", {"v": 1})

    refused("another Origin is refused", 403, origin="https://evil.example")
    refused("no Origin is refused", 403, origin=None)
    refused("the Origin null is refused", 403, origin="null")
    refused("an Origin with something behind it is refused", 403, origin=f"https://localhost:{hub.port}.evil.example")
    refused("the right host with http is refused", 403, origin=f"http://localhost:{hub.port}")
    refused("another port is refused", 403, origin=f"https://localhost:{hub.port + 1}")
    refused("no subprotocol is refused", 400, subprotocol=None)
    refused("another subprotocol is refused", 400, subprotocol="lamrelay.v2")
    refused("an internal name as subprotocol is refused", 400, subprotocol="http")
    refused("another path is refused", 404, path="/wss")

    with report.test("of several subprotocols ours is taken"):
        with hub.connect(subprotocol="chat, lamrelay.v1") as client:
            assert "sec-websocket-protocol: lamrelay.v1" in client.head.lower(), client.head
            client.call("hello", {"v": 1})

report.finish()
