"""The hub's end of a site's link, scripted: takes one connection at a time, checks the site's certificate, says what a test tells it to.

    with LinkHub(directory) as hub:                # makes an authority, the hub's link certificate and the site's
        site = SiteProcess(hub)                    # `lamrelay site`, ready when this line is done
        claim = hub.expect("link.claim")           # the next such message; link.time is answered meanwhile
        hub.grant(claim)
        hub.notify("snapshot", {...})
"""
import base64
import hashlib
import hmac
import json
import os
import queue
import re
import selectors
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time
from pathlib import Path

from hub_process import PROGRAM, READY_SECONDS, SANITIZER, STOP_SECONDS, make_certificate

SESSION_KEY = bytes(range(32))
EXPECT_SECONDS = 20


def text_of(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def session_id(token, key=SESSION_KEY):
    """The id of a row `session`: as credential_digest makes it."""
    return text_of(hmac.new(key, b"session\0" + token.encode(), hashlib.sha256).digest())


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def make_link_certificates(directory, site, prefix=""):
    """An authority and two certificates of it: (authority, hub certificate, hub key, site certificate, site key)."""
    folder = Path(directory)
    authority, authority_key = folder / "link-ca.pem", folder / "link-ca.key"
    if not authority.exists():
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", authority_key, "-out", authority, "-days", 30,
                "-subj", "/CN=links")
    made = [authority]
    for name, subject in (("link-hub", "localhost"), (f"link-{site}", site)):
        certificate, key, request, extra = (folder / f"{prefix}{name}.{end}" for end in ("pem", "key", "csr", "ext"))
        if not certificate.exists():
            extra.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n" if name == "link-hub" else "extendedKeyUsage=clientAuth\n")
            openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={subject}")
            openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial", "-out", certificate, "-days", 30,
                    "-extfile", extra)
        made += [certificate, key]
    return tuple(map(str, made))


class LinkHub:
    def __init__(self, directory, site="dc01", journal="0" * 25 + "1"):
        self.directory, self.site, self.journal = Path(directory), site, journal
        self.authority, certificate, key, self.site_certificate, self.site_key = make_link_certificates(directory, site)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_3
        self.context.load_cert_chain(certificate, key)
        self.context.load_verify_locations(self.authority)
        self.context.verify_mode = ssl.CERT_REQUIRED
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.messages, self.passed_over = queue.Queue(), []
        self.connection = None
        self.shown = None  # serial of the certificate that came last
        self.open, self.closed = True, False
        self.writing = threading.Lock()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    # --- the socket ---

    def _serve(self):
        while not self.closed:
            try:
                raw, _ = self.listening.accept()
            except OSError:
                return
            if not self.open:
                raw.close()
                continue
            try:
                with self.context.wrap_socket(raw, server_side=True) as connection:
                    self.shown = connection.getpeercert()["serialNumber"]
                    self._talk(connection)
            except (OSError, ssl.SSLError, ValueError):
                pass
            self.connection = None

    def _talk(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(4096)
            if not piece:
                return
            head += piece
        key = re.search(rb"(?i)sec-websocket-key: *(\S+)", head)[1]
        if b"GET /link " not in head or b"lamrelay.link.v1" not in head:
            raise ValueError("not a link")
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
        connection.sendall(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"
                           "Sec-WebSocket-Protocol: lamrelay.link.v1\r\n\r\n".encode())
        self.name = dict(pair[0] for pair in connection.getpeercert()["subject"])["commonName"]
        self.connection = connection
        received, fragments = b"", b""
        while True:
            while len(received) >= 2:
                length, at = received[1] & 0x7F, 2
                if length >= 126:
                    at = 4 if length == 126 else 10
                    length = int.from_bytes(received[2:at], "big")
                if len(received) < at + 4 + length:
                    break
                mask, payload = received[at:at + 4], received[at + 4:at + 4 + length]
                opcode, final = received[0] & 15, received[0] & 0x80
                received = received[at + 4 + length:]
                if opcode == 8:
                    return
                fragments += bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
                if final:
                    self._take(json.loads(fragments))
                    fragments = b""
            piece = connection.recv(65536)
            if not piece:
                return
            received += piece

    def _take(self, message):
        if message.get("method") == "link.time":
            self.answer(message, {"serverTime": int(time.time() * 1000), "epoch": 1})
        else:
            self.messages.put(message)

    def send(self, message):
        payload = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
        length = len(payload)
        head = bytes([0x81, length]) if length < 126 else struct.pack(">BBH", 0x81, 126, length) if length < 65536 else struct.pack(">BBQ", 0x81, 127, length)
        with self.writing:
            self.connection.sendall(head + payload)

    # --- what a test says ---

    def expect(self, method, seconds=EXPECT_SECONDS):
        """The next message of that method; others before it are set aside, in `passed_over`."""
        for message in self.passed_over:
            if message.get("method") == method:
                self.passed_over.remove(message)
                return message
        ends = time.monotonic() + seconds
        while True:
            try:
                message = self.messages.get(timeout=max(0.01, ends - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {method} came; instead: {self.passed_over}")
            if message.get("method") == method:
                return message
            self.passed_over.append(message)

    def answer(self, request, result):
        self.send({"jsonrpc": "2.0", "id": request["id"], "result": result})

    def refuse(self, request, code, number=-32000):
        self.send({"jsonrpc": "2.0", "id": request["id"], "error": {"code": number, "message": code, "data": {"code": code}}})

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def grant(self, claim, received=(0, 0, 0), generation=1, **more):
        self.answer(claim, {"generation": generation, "journal": self.journal, "epoch": 1, "serverTime": int(time.time() * 1000),
                            "received": dict(zip(("floor", "questions", "rest"), received)), "sessionKey": text_of(SESSION_KEY), **more})

    def snapshot(self, channel, to, rows):
        self.notify("snapshot", {"journal": self.journal, "channel": channel, "to": to, "rows": rows})

    def ack(self, offer, result=None, error=None):
        params = offer["params"]
        item = {"key": params["params"]["key"], "person": params["person"]}
        item["result" if error is None else "error"] = result if error is None else error
        self.notify("link.ack", {"stream": params["stream"], "lane": params["lane"], "upto": params["n"], "results": [item]})

    def cut(self):
        """Nobody gets in until `mend`."""
        self.open = False
        if self.connection:
            try:
                self.connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        ends = time.monotonic() + 5
        while self.connection and time.monotonic() < ends:
            time.sleep(0.01)
        while not self.messages.empty():
            self.messages.get()
        self.passed_over = []

    def mend(self):
        self.open = True

    def close(self):
        self.closed = True
        self.open = False
        self.listening.close()
        if self.connection:
            self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class SiteProcess:
    """One `lamrelay site`. `hub` says where the link goes: port, authority, site_certificate, site_key, directory."""

    def __init__(self, hub, directory=None, arguments=(), start=True, name="site", host="localhost"):
        self.hub, self.folder = hub, Path(directory or hub.directory / "folder")
        self.certificate, self.key = make_certificate(hub.directory, prefix=f"{name}-page")
        self.host = host
        self.arguments, self.log_path = list(arguments), hub.directory / f"{name}.log"
        self.port = self.process = None
        if start:
            self.start()

    def command(self, *more):
        return [str(word) for word in (PROGRAM, "site", "--dir", self.folder, "--hub", f"wss://{self.host}:{self.hub.port}", "--link-certificate",
                                       self.hub.site_certificate, "--link-key", self.hub.site_key, "--link-ca", self.hub.authority, "--certificate",
                                       self.certificate, "--key", self.key, "--port", self.port or 0, *self.arguments, *more)]

    def start(self, *more):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.command(*more), stdout=subprocess.PIPE, stderr=log, text=True)
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            line = self.process.stdout.readline() if selector.select(READY_SECONDS) else ""
        found = re.search(r"ready on port (\d+)", line)
        if not found:
            self.kill()
            raise RuntimeError(f"the site did not start: {line!r}\n{self.log()}")
        self.port = int(found[1])

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self._wait()

    def stop(self, expect=0):
        if self.process is None:
            return
        os.kill(self.process.pid, signal.SIGTERM)
        code = self._wait()
        if SANITIZER.search(self.log()):
            raise AssertionError(f"a sanitizer has something to say:\n{self.log()[-8000:]}")
        if code != expect:
            raise AssertionError(f"exit code {code}, not {expect}\n{self.log()[-4000:]}")

    def _wait(self):
        code = self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        self.process = None
        return code

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.stop()
        else:
            print(self.log()[-3000:])
            self.kill()
