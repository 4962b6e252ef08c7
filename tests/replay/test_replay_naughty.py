"""The Big List of Naughty Strings, 515 texts, in every field a person can fill: each is kept cleaned as cleaned.py says, or refused with field and
reason; as a method, an id or the name of a member each is answered. The hub goes on, and a restart shows the same.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from cleaned import cleaned, letters
from crowd import DATA, LIMITS, MODERATOR, check_chain, need
from hub_process import Hub, Report, new_key, run_program, small_config, soon
from socket_client import TEXT, RpcError

STRINGS = DATA / "hostile" / "blns" / "blns.json"
OPERATOR = {"id": "operator", "name": "Vận hành", "roles": ["operator"], "site": "dc01"}
ID_BYTES = 64
report = Report()


def say(client, place, method, params, identity=None):
    """One request, its letters escaped in every second one; the answer."""
    client.next_id += 1
    message = {"jsonrpc": "2.0", "id": client.next_id if identity is None else identity, "method": method, "params": params}
    client.send_frame(TEXT, json.dumps(message, ensure_ascii=bool(place % 2)).encode())
    while "method" in (answer := client.receive_json()):
        pass
    return answer


class Field:
    """A text field of a command: what it takes, and what came of each string."""

    def __init__(self, client, field, most_letters, most_bytes, make):
        self.client, self.field, self.most, self.bytes, self.make = client, field, most_letters, most_bytes, make
        self.kept = []          # (result, cleaned text)
        self.refused = 0

    def fill(self, strings):
        for place, string in enumerate(strings):
            method, params = self.make(string)
            answer = say(self.client, place, method, {"key": new_key(), **params})
            wanted = cleaned(string)
            reason = "empty" if not wanted else "too_long" if letters(wanted) > self.most or len(wanted.encode()) > self.bytes else None
            if reason is None:
                assert "result" in answer, (string, answer)
                self.kept.append((answer["result"], wanted))
                self.after(answer["result"])
                continue
            data = answer["error"]["data"]
            assert data["code"] == reason and data["field"] == self.field, (string, answer)
            self.refused += 1
        print(f"    {self.field}: {len(self.kept)} kept, {self.refused} refused", flush=True)

    def after(self, result):
        pass


class Name(Field):
    """Whoever has been called by name steps back, for the next one."""

    def after(self, result):
        self.client.call("speaker.withdraw", {"key": new_key(), "speaker": result["speaker"]})


def fields(desk, person, operator):
    return {
        "question": Field(person, "text", 300, 2048, lambda text: ("question.submit", {"text": text})),
        "poll": Field(desk, "title", 200, 1024, lambda text: ("poll.draft", {"title": {"vi": text}, "results": "hidden"})),
        "option": Field(desk, "options", 200, 1024, lambda text: ("poll.draft", {
            "title": {"vi": "Chọn"}, "results": "hidden", "pollType": "single", "options": [{"vi": "Một"}, {"vi": "Hai", "en": text}]})),
        "speaker": Name(desk, "name", 100, 512, lambda text: ("speaker.call", {"name": text, "until": soon()})),
        "message": Field(operator, "text", 300, 2048, lambda text: ("message.send", {"to": "desk", "text": text})),
    }


def events_by_number(hub, kind, number):
    said = run_program("export", "--dir", hub.state, "--what", "events")
    assert said.returncode == 0, said.stderr
    return {event[number]: event for event in (json.loads(line)["event"] for line in said.stdout.splitlines()) if event["type"] == kind}


def compare(field, number, text_of_row, rows):
    wrong = [(wanted, text_of_row(rows[result[number]])) for result, wanted in field.kept if text_of_row(rows[result[number]]) != wanted]
    assert field.kept and not wrong, wrong[:5]


def desk_rows(hub, kind):
    with hub.sign_in(MODERATOR["id"]) as desk:
        return {identity: row for (found, identity), row in desk.rows.items() if found == kind}


def run(hub, strings):
    with hub.sign_in(MODERATOR["id"]) as desk, hub.sign_in("hall-0001") as person, hub.sign_in("operator") as operator:
        filled = fields(desk, person, operator)
        for name, field in filled.items():
            with report.test(f"each string as the text of a {name}"):
                field.fill(strings)
        with report.test("each string as a method is no method"):
            for place, string in enumerate(strings):
                answer = say(desk, place, string, {})
                assert answer["error"]["code"] == -32601, (string, answer)
        with report.test("each string as the name of a member is refused, and sent back only when harmless"):
            for place, string in enumerate(strings):
                answer = say(desk, place, "question.submit", {string: 1})
                assert answer["error"]["data"]["code"] == "unknown_field", (string, answer)
                named = answer["error"]["data"].get("field", "")
                assert named in ("", string) and all(letter.isascii() and (letter.isalnum() or letter in "_-.") for letter in named), answer
        with report.test("each string as the id comes back as it was sent"):
            for place, string in enumerate(strings):
                answer = say(desk, place, "question.claim", {"question": 1, "on": False}, string)
                short = len(string.encode()) <= ID_BYTES
                assert (answer["id"] == string and "result" in answer) if short else answer["error"]["code"] == -32600, (string, answer)
        with report.test("each string as the text that is searched for"):
            for place, string in enumerate(strings):
                answer = say(desk, place, "question.search", {"text": string})
                assert "result" in answer or answer["error"]["data"]["code"] == "empty" and not cleaned(string), (string, answer)
    return filled


def try_to_sign_in(hub, strings):
    with hub.connect() as stranger:
        stranger.call("hello", {"v": 1})
        for place, string in enumerate(strings):
            ways = [{"code": string}, {"card": string}]
            if place % 20 == 0:     # each costs an argon2
                ways += [{"name": string, "password": "x"}, {"name": MODERATOR["id"], "password": string}]
            for credentials in ways:
                answer = say(stranger, place, "session.open", credentials)
                assert answer["error"]["data"]["code"] in ("bad_credentials", "rate_limited", "too_long", "empty", "malformed"), (string, answer)


with report.test("the strings are here"):
    strings = json.loads(need(STRINGS).read_text(encoding="utf-8"))
    assert len(strings) == 515, len(strings)
if report.passed:
    limits = {**LIMITS, "signInsFailedPerMinute": 1_000_000, "polls": 2000}
    with Hub(small_config(limits=limits, accounts=[MODERATOR, OPERATOR])) as hub:
        filled = run(hub, strings)
        with report.test("each string as a code, a card, a name or a password opens nothing"):
            try_to_sign_in(hub, strings)
        for when in ("the desk's rows", "the desk's rows after a restart"):
            with report.test(f"{when} hold every text as it was cleaned"):
                compare(filled["question"], "question", lambda row: row["text"], desk_rows(hub, "question"))
                compare(filled["poll"], "poll", lambda row: row["title"]["vi"], desk_rows(hub, "poll"))
                compare(filled["option"], "poll", lambda row: row["options"][1]["en"], desk_rows(hub, "poll"))
            hub.restart()
        hub.stop()
        with report.test("so do the events"):
            compare(filled["question"], "question", lambda event: event["text"], events_by_number(hub, "question_submitted", "question"))
            compare(filled["speaker"], "speaker", lambda event: event["name"], events_by_number(hub, "speaker_admitted", "speaker"))
            compare(filled["message"], "message", lambda event: event["text"], events_by_number(hub, "message_sent", "message"))
        with report.test("the chain holds"):
            check_chain(hub)

report.finish()
