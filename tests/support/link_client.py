"""The process of a site as the hub sees it, small: TLS 1.3 with a client certificate, a claim, offers, frames folded channel by channel.

    link = LinkClient(port, ca, site_pem, site_key)     # raises ssl.SSLError, Refused or Closed when it is not let in
    granted = link.claim(folder, stream)                # -> result, or raises RpcError
    link.catch_up()                                     # until link.reached: link.channels[name] = {"s": s, "rows": {(kind, id): row}}
"""
import base64
import json
import os
import socket
import ssl
import time

from socket_client import TEXT, SocketClient


def random_bytes(size):
    """So many bytes as base64url."""
    return base64.urlsafe_b64encode(os.urandom(size)).rstrip(b"=").decode()


class LinkClient(SocketClient):
    def __init__(self, port, ca, certificate=None, key=None, timeout=10):
        context = ssl.create_default_context(cafile=ca)
        if certificate:
            context.load_cert_chain(certificate, key)
        raw = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket = context.wrap_socket(raw, server_hostname="localhost")
        self.received = self.fragments = b""
        self.notifications, self.answers = [], {}
        self.frames = self.next_id = 0
        self.channels, self.texts, self.words, self.reached = {}, [], [], None
        self.head = self._upgrade(port, "localhost", None, "/link", "lamrelay.link.v1", (), "websocket")

    def claim(self, folder, stream, **more):
        self.stream = stream
        return self.call("link.claim", {"v": 1, "folder": folder, "stream": stream, **more})

    def say(self, word, /, **params):
        self.send_frame(TEXT, json.dumps({"jsonrpc": "2.0", "method": word, "params": params}).encode())

    def offer(self, lane, n, person, method, params, **more):
        self.say("link.offer", stream=self.stream, lane=lane, n=n, person=person, method=method, params=params,
                 stamp=int(time.time() * 1000), stampError=5, **more)

    def receive_text(self):
        """Every message goes through here: frames are folded as they come."""
        text = super().receive_text()
        message = json.loads(text)
        if message.get("method") in ("snapshot", "rows"):
            self.texts.append(text if isinstance(text, str) else text.decode())
            self._fold(message["method"] == "snapshot", message["params"])
        elif message.get("method", "").startswith("link."):
            self.words.append((message["method"], message["params"]))
            if message["method"] == "link.reached":
                self.reached = message["params"]["s"]
        return text

    def _fold(self, snapshot, params):
        channel = self.channels.get(params["channel"])
        if snapshot:
            channel = self.channels[params["channel"]] = {"s": params["to"], "rows": {}}
        elif channel is None or params["from"] > channel["s"]:
            raise AssertionError(f"a gap in {params['channel']}: {params['from']} behind {channel and channel['s']}")
        elif params["to"] <= channel["s"]:
            return
        for row in params["rows"]:
            name = row.get("gone", row)
            if "gone" in row:
                channel["rows"].pop((name["kind"], name["id"]), None)
            else:
                channel["rows"][(name["kind"], name["id"])] = row
        channel["s"] = params["to"]

    def until(self, condition):
        """Takes messages until the condition holds; returns what it returned."""
        while not (value := condition()):
            self.receive_text()
        return value

    def catch_up(self, s=0):
        return self.until(lambda: self.reached is not None and self.reached >= s and self.reached + 1)

    def result(self, key):
        """The result with this key, once it is acknowledged."""
        return self.until(lambda: next((result for method, params in self.words if method == "link.ack"
                                        for result in params["results"] if result["key"] == key), None))
