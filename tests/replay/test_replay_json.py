"""JSONTestSuite through the real socket: 318 files, each alone as a message, and each as a value inside a request.

y_ is JSON and never a parse error, but for four files with NUL or a key twice, which are refused by rule; n_ is not JSON and never has a result; i_ may
be either. After every one the hub still answers.
"""
import json
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from crowd import DATA, LIMITS, check_chain, need
from hub_process import Hub, Report, small_config
from socket_client import TEXT, Closed

SUITE = DATA / "hostile" / "JSONTestSuite" / "test_parsing.tar.xz"
REFUSED_BY_RULE = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json", "y_object_escaped_null_in_key.json",
                   "y_string_null_escape.json"}
PARSE_ERROR = -32700
MESSAGE_BYTES = 16 * 1024
CLOSED_FOR = {1007: "not UTF-8", 1009: "too big"}
report = Report()


def read_suite():
    with tarfile.open(need(SUITE)) as archive:
        return {Path(member.name).name: archive.extractfile(member).read() for member in archive if member.isfile() and member.name.endswith(".json")}


class Sender:
    """One socket, opened again when the hub has closed it."""

    def __init__(self, hub):
        self.hub, self.client = hub, hub.connect()

    def send(self, payload):
        """The answer, or the close code."""
        try:
            self.client.send_frame(TEXT, payload)
            while "method" in (message := self.client.receive_json()):
                pass
            return message
        except (Closed, OSError) as error:
            code = error.code if isinstance(error, Closed) else self.client.wait_closed()
            self.client = self.hub.connect()
            return code

    def still_answers(self):
        return self.client.call("hello", {"v": 1})["serverTime"] > 0


def outcome(answer):
    """result, the number of an error, or why it was closed."""
    if isinstance(answer, dict):
        return "result" if "result" in answer else answer["error"]["code"]
    return CLOSED_FOR.get(answer, f"closed with {answer}")


def allowed(name, payload):
    """What may come out; None: whatever the hub says."""
    try:
        payload.decode()
        readable = True
    except UnicodeDecodeError:
        readable = False
    if not readable:
        return {"not UTF-8"}
    if len(payload) > MESSAGE_BYTES:
        return {"too big"}
    return {PARSE_ERROR} if name.startswith("n_") or name in REFUSED_BY_RULE else None


def run_suite(sender, files, wrap):
    counts, wrong = {}, []
    for name, content in files.items():
        payload = wrap(content)
        got = outcome(sender.send(payload))
        counts[name[0], got] = counts.get((name[0], got), 0) + 1
        wanted = allowed(name, payload)
        if wanted and got not in wanted or got == "result":
            wrong.append((name, got))
        if name.startswith("y_") and name not in REFUSED_BY_RULE and got == PARSE_ERROR:
            wrong.append((name, got))
        assert sender.still_answers(), name
    print("    " + ", ".join(f"{kind}_ {what}: {times}" for (kind, what), times in sorted(counts.items(), key=str)), flush=True)
    assert not wrong, wrong


with report.test("the suite is here"):
    files = read_suite()
    assert len(files) == 318, len(files)
if report.passed:
    with Hub(small_config(limits=LIMITS)) as hub:
        sender = Sender(hub)
        with report.test("each file alone"):
            run_suite(sender, files, lambda content: content)
        with report.test("each file as a value inside a request"):
            run_suite(sender, files, lambda content: b'{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1,"x":' + content + b"}}")
        with report.test("each file as the id of a request"):
            run_suite(sender, {name: content for name, content in files.items() if name.startswith("n_")},
                      lambda content: b'{"jsonrpc":"2.0","id":' + content + b',"method":"hello","params":{"v":1}}')
        with report.test("of what is JSON, the id comes back as it was sent, or the request is refused"):
            for name, content in files.items():
                if name.startswith("y_") and name not in REFUSED_BY_RULE:
                    answer = sender.send(b'{"jsonrpc":"2.0","id":' + content + b',"method":"hello","params":{"v":1}}')
                    sent = json.loads(content)
                    taken = isinstance(sent, (int, str)) and not isinstance(sent, bool)
                    assert ("result" in answer and answer["id"] == sent) if taken else answer["error"]["code"] == -32600, (name, answer)
        hub.stop()
        with report.test("the chain holds"):
            check_chain(hub)

report.finish()
