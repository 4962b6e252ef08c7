"""A client by somebody who was given nothing but relay/protocol.asyncapi.yaml: the examples say what to send and what comes back, the
texts say how cursors work."""
import copy
import json
import os
import time
from base64 import urlsafe_b64encode

WAIT_SECONDS = 15


def secret(size):
    return urlsafe_b64encode(os.urandom(size)).decode().rstrip("=")


class Refused(Exception):
    """An error answer."""


class Stranger:
    def __init__(self, spec, socket):
        self.spec, self.socket = spec, socket
        self.token = self.journal = self.own = self.shared = None
        self.rows, self.cursors = {}, {}            # by channel: {(kind, id): row} and s
        self.heard, self.now = [], 0                # what notifications came since the last hello; hub time

    # --- what the file says ---

    def example(self, message, name=None):
        examples = self.spec["components"]["messages"][message]["examples"]
        return copy.deepcopy(next(each["payload"] for each in examples if name in (None, each.get("name"))))

    def check_row(self, row):
        """A row has what its schema asks for and nothing else."""
        schema = self.spec["components"]["schemas"][f"row.{row['kind']}"]
        assert set(schema["required"]) <= set(row) <= set(schema["properties"]), f"{row['kind']}: {sorted(row)}"

    # --- requests ---

    def request(self, method, example=None, **values):
        """A request like the example: its required parameters and those given, the given values in place of the example's."""
        request = self.example(f"{method}.request", example)
        schema = self.spec["components"]["schemas"][f"{method}.params"]
        unknown = set(values) - set(schema["properties"])
        assert not unknown, f"{method} has no {unknown}"
        fresh = {"key": secret(16), "until": self.now + self.spec["x-bounds"]["until_ms"]} | values
        names = set(schema["required"]) | set(values)
        request["params"] = {name: fresh.get(name, request["params"].get(name)) for name in schema["properties"] if name in names}
        return request

    def send(self, request):
        self.socket.send(json.dumps(request, ensure_ascii=False))

    def receive(self):
        return json.loads(self.socket.receive())

    def answer(self, request, like=None):
        """Reads on to the answer; a result has the members of the example's."""
        while True:
            message = self.receive()
            if "method" in message:
                self.take(message)
            elif message["id"] == request["id"]:
                break
        if "error" in message:
            raise Refused(message["error"])
        assert set(message["result"]) == set(self.example(f"{request['method']}.response", like)["result"]), message
        self.now = message["result"].get("at", self.now)
        return message["result"]

    def call(self, method, **values):
        request = self.request(method, **values)
        self.send(request)
        return self.answer(request)

    # --- sign-in and cursors ---

    def sign_in(self, **credentials):
        self.hello()
        self.token = self.call("session.open", **credentials)["token"]
        return self.hello()

    def hello(self):
        """As the examples name the three occasions."""
        self.heard = []
        if not self.token:
            request, like = self.request("hello", "before sign-in"), "before sign-in"
        elif not self.journal or not self.own:
            request, like = self.request("hello", "first time with a token", token=self.token), "with a token"
        else:
            request = self.request("hello", "resume", token=self.token, journal=self.journal, own=self.cursors.get(self.own),
                                   shared={"name": self.shared, "s": self.cursors.get(self.shared)})
            like = "with a token"
        self.send(request)
        result = self.answer(request, like)
        if self.journal not in (None, result["journal"]):
            self.rows, self.cursors = {}, {}
        self.journal, self.now = result["journal"], result["serverTime"]
        if self.token:
            self.own, self.shared = f"person:{result['person']}", result["channel"]
        return result

    def take(self, message):
        """One notification, by the rule of the file."""
        method, params = message["method"], message["params"]
        self.heard.append(method)
        if method == "live":
            self.now = params["serverTime"]
            return
        channel, s = params["channel"], self.cursors.get(params["channel"])
        if method == "snapshot":
            self.rows[channel] = {}
        elif s is not None and params["to"] <= s:
            return
        else:
            assert s is not None and params["from"] <= s, f"a frame of {channel} does not follow on"
        for row in params["rows"]:
            if "gone" in row:
                self.rows[channel].pop((row["gone"]["kind"], row["gone"]["id"]), None)
            else:
                self.check_row(row)
                self.rows[channel][row["kind"], row["id"]] = row
        self.cursors[channel] = params["to"]

    # --- what it sees ---

    def row(self, kind, identity):
        return next((rows[kind, identity] for rows in self.rows.values() if (kind, identity) in rows), None)

    def read_until(self, condition, what):
        end = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < end, f"{self.own} waits in vain for {what}"
            self.take(self.receive())

    def wait(self, kind, identity, **members):
        """Reads on until the row is there with these members."""
        def there():
            row = self.row(kind, identity)
            return row and all(row.get(name) == value for name, value in members.items())
        self.read_until(there, f"{kind} {identity} with {members}, has {self.row(kind, identity)}")
        return self.row(kind, identity)

    def wait_gone(self, kind, identity):
        self.read_until(lambda: not self.row(kind, identity), f"the end of {kind} {identity}")
