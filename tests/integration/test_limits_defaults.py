"""The limits as the product ships them (core/limits.h), in a conference whose configuration says nothing of limits: one step below each passes, one above
is refused, and says so. The hub's clock stands where the test puts it, so that no rate and no notice has to be waited for.

Not here: connections, connectionsPerAddress and commandsWaiting are more than a test's machine holds; subscriberQueueBytes is in test_slow_client.py;
the two minutes of a proposal and the minute of a list that is left are in the scenarios, to the millisecond; what a configuration may hold is in
test_limits_configuration.py.
"""
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, new_key, small_config, wait_until
from socket_client import TEXT, RpcError
from told_clock import ToldClock

LETTER = "𐐀\u0336\u0337"      # one grapheme of 8 bytes
PEOPLE = [f"hall-{number:04d}" for number in range(1, 31)]
report = Report()


class Desk:
    """A signed-in person whose commands come no faster than the rates allow."""

    def __init__(self, hub, clock, person="moderator-1"):
        self.hub, self.clock = hub, clock
        self.client = hub.sign_in(person, timeout=30)

    def start(self, method, **params):
        return self.client.start(method, {"key": new_key(), **params})

    def do(self, method, **params):
        self.clock.tell(self.clock.now + 500)
        return self.client.finish(self.start(method, **params))

    def ask(self, method, **params):
        """Without a key."""
        self.clock.tell(self.clock.now + 500)
        return self.client.call(method, params)

    def until(self):
        return self.clock.now + 5000

    def refused(self, code, field, method, **params):
        try:
            self.do(method, **params)
        except RpcError as error:
            assert error.code == code and error.data.get("field") == field, f"{error}, field {error.data.get('field')}"
            return
        raise AssertionError(f"{method} was taken")

    def open_poll(self, **params):
        drafted = self.do("poll.draft", **{"title": {"vi": "Thông qua?"}, "results": "hidden", **params})
        opened = self.do("poll.open", poll=drafted["poll"], rev=drafted["rev"], until=self.until())
        return drafted["poll"], opened["rev"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()


# ---- texts, words, numbers ----

def check_text(name, field, most_letters, most_bytes, desk, make, after=lambda result: None):
    """`make(text)` gives the method and the params."""
    whole = LETTER * (most_bytes // len(LETTER.encode()))
    with report.test(f"{name}: {most_letters} letters and {most_bytes} bytes, and no more"):
        for text in ("x" * (most_letters + 1), whole + "x"):
            method, params = make(text)
            desk.refused("too_long", field, method, **params)
        for text in ("x" * most_letters, whole):
            method, params = make(text)
            after(desk.do(method, **params))


def check_texts(desk, person):
    def ask(text):
        desk.clock.tell(desk.clock.now + 10_000)    # a question of one person every 10 s
        return "question.submit", {"text": text}
    check_text("a question", "text", 300, 2048, person, ask)
    asked = iter(range(1, 3))
    number = [next(asked)]
    check_text("a note", "note", 300, 2048, desk, lambda text: ("question.reject", {"question": number[0], "rev": 1, "reason": "other", "note": text}),
               lambda _: number.__setitem__(0, next(asked, 0)))
    check_text("a title", "title", 200, 1024, desk, lambda text: ("poll.draft", {"title": {"vi": text}, "results": "hidden"}))
    check_text("an option", "options", 200, 1024, desk, lambda text: ("poll.draft", {
        "title": {"vi": "Chọn"}, "results": "hidden", "pollType": "single", "options": [{"vi": text}, {"vi": "Hai"}]}))
    check_text("a name", "name", 100, 512, desk, lambda text: ("speaker.call", {"name": text, "until": desk.until()}),
               lambda result: desk.do("speaker.withdraw", speaker=result["speaker"]))
    check_text("an opinion", "text", 300, 2048, desk, lambda text: ("opinion.add", {"text": text}))
    check_text("whose an opinion is", "unit", 200, 1024, desk, lambda text: ("opinion.add", {"text": "a", "unit": text}))
    check_text("a message", "text", 300, 2048, desk, lambda text: ("message.send", {"to": "chair", "text": text}))


def check_words(hub, desk, person):
    with report.test("the id of a topic: 40 bytes"):
        person.clock.tell(person.clock.now + 60_000)
        person.refused("too_long", "topic", "question.submit", text="a", topic="x" * 41)
        person.refused("not_found", "topic", "question.submit", text="a", topic="x" * 40)
    with report.test("a password: 128 bytes"), hub.connect() as stranger:
        for size, code in ((129, "too_long"), (128, "bad_credentials")):
            try:
                stranger.call("session.open", {"name": "moderator-2", "password": "x" * size})
                raise AssertionError("signed in")
            except RpcError as error:
                assert error.code == code, (size, error)
    with report.test("the id of a request: 64 bytes"):
        for size, number in ((64, None), (65, -32600)):
            answer = say_raw(desk, json.dumps({"jsonrpc": "2.0", "id": "x" * size, "method": "question.search", "params": {"text": "a"}}))
            assert answer.get("error", {}).get("code") == number and answer["id"] == ("x" * size if number is None else None), answer
    with report.test("the depth of a message: 8"):
        for depth, number in ((8, -32602), (9, -32700)):
            inner = "[" * (depth - 2) + "]" * (depth - 2)
            answer = say_raw(desk, f'{{"jsonrpc":"2.0","id":1,"method":"question.search","params":{{"text":{inner}}}}}')
            assert answer["error"]["code"] == number, (depth, answer)
    with report.test("a message: 16,384 bytes"), hub.connect() as client:
        text = json.dumps({"jsonrpc": "2.0", "id": 7, "method": "hello", "params": {"v": 1}})
        client.send_frame(TEXT, text.ljust(16384).encode())
        assert client.finish(7)
        client.send_frame(TEXT, text.ljust(16385).encode())
        assert client.wait_closed() == 1009


def say_raw(desk, text):
    desk.clock.tell(desk.clock.now + 500)
    desk.client.send_frame(TEXT, text.encode())
    while "method" in (answer := desk.client.receive_json()):
        pass
    return answer


def check_numbers(desk):
    with report.test("a speech or a poll: 86,400 seconds"):
        called = desk.do("speaker.call", person="hall-0009", until=desk.until())
        where = {"speaker": called["speaker"], "rev": called["rev"]}
        desk.refused("out_of_range", "seconds", "speaker.start", **where, until=desk.until(), seconds=86401)
        started = desk.do("speaker.start", **where, until=desk.until(), seconds=86400)
        desk.do("speaker.finish", speaker=called["speaker"], rev=started["rev"])
        drafted = desk.do("poll.draft", title={"vi": "Thông qua?"}, results="hidden")
        where = {"poll": drafted["poll"], "rev": drafted["rev"]}
        desk.refused("out_of_range", "seconds", "poll.open", **where, until=desk.until(), seconds=86401)
        opened = desk.do("poll.open", **where, until=desk.until(), seconds=86400)
        desk.do("poll.close", poll=drafted["poll"], rev=opened["rev"], until=desk.until())
    with report.test("until: 60 s ahead"):
        # do() puts the clock on by half a second before it sends.
        item = {"item": 1, "rev": 1}
        desk.refused("out_of_range", "until", "agenda.start", **item, until=desk.clock.now + 500 + 60_001)
        desk.do("agenda.start", **item, until=desk.clock.now + 500 + 60_000)
    for name, most in (("question.list", 50), ("opinion.list", 100)):
        with report.test(f"a page of {name}: {most}"):
            try:
                desk.ask(name, limit=most + 1)
                raise AssertionError(f"{most + 1} were listed")
            except RpcError as error:
                assert error.code == "out_of_range" and error.data["field"] == "limit", error.data
            desk.ask(name, limit=most)
    with report.test("32 options, or values of a rating, the greatest 100"):
        draft = {"title": {"vi": "Chọn"}, "results": "hidden"}
        options = [{"vi": f"Phương án {number}"} for number in range(33)]
        desk.refused("out_of_range", "options", "poll.draft", **draft, pollType="single", options=options)
        desk.do("poll.draft", **draft, pollType="single", options=options[:32])
        desk.refused("out_of_range", "most", "poll.draft", **draft, pollType="rating", least=1, most=33)
        desk.do("poll.draft", **draft, pollType="rating", least=1, most=32)
        desk.refused("out_of_range", "most", "poll.draft", **draft, pollType="rating", least=90, most=101)
        desk.do("poll.draft", **draft, pollType="rating", least=90, most=100)


# ---- rates ----

def answers(client, numbers):
    """How many results, then the codes of the errors."""
    codes = []
    for number in numbers:
        try:
            client.finish(number)
        except RpcError as error:
            codes.append(error.code)
    return len(numbers) - len(codes), codes


def check_rates(hub, clock):
    with report.test("40 messages at once of one connection, then one in half a second"), hub.connect() as client:
        assert answers(client, [client.start("hello", {"v": 1}) for _ in range(41)]) == (40, ["rate_limited"])
        clock.tell(clock.now + 499)
        assert answers(client, [client.start("hello", {"v": 1})]) == (0, ["rate_limited"])
        clock.tell(clock.now + 1)
        assert answers(client, [client.start("hello", {"v": 1})]) == (1, [])
    with report.test("600 at once of one who is signed in as moderator, then one in 10 ms"), Desk(hub, clock) as desk:
        clock.tell(clock.now + 6_000)   # signed in with what a stranger has; 100 come in a second
        assert answers(desk.client, [desk.client.start("question.list", {}) for _ in range(601)]) == (600, ["rate_limited"])
        clock.tell(clock.now + 9)
        assert answers(desk.client, [desk.client.start("question.list", {})]) == (0, ["rate_limited"])
        clock.tell(clock.now + 1)
        assert answers(desk.client, [desk.client.start("question.list", {})]) == (1, [])
    with report.test("a chair has what everybody has"), Desk(hub, clock, "chair") as chair:
        clock.tell(clock.now + 60_000)
        assert answers(chair.client, [chair.client.start("question.list", {}) for _ in range(41)]) == (40, ["rate_limited"])
    with report.test("3 questions at once of one person, then one in 10 s"), Desk(hub, clock, "hall-0010") as person:
        def ask(count):
            return answers(person.client, [person.start("question.submit", text=f"Câu hỏi {number}?") for number in range(count)])
        assert ask(4) == (3, ["rate_limited"])
        clock.tell(clock.now + 9_999)
        assert ask(1) == (0, ["rate_limited"])
        clock.tell(clock.now + 1)
        assert ask(1) == (1, [])
    with report.test("60 sign-ins that fail in a minute from one address"):
        def fail(client):
            return client.start("session.open", {"code": "000000000000"})
        codes = []
        for count in (30, 30, 1):
            with hub.connect() as client:
                codes += answers(client, [fail(client) for _ in range(count)])[1]
        assert codes == ["bad_credentials"] * 60 + ["rate_limited"], codes
        clock.tell(clock.now + 60_000)


# ---- counts ----

def check_few(hub, clock, desk, person):
    with report.test("20 polls open at once"):
        polls = [desk.open_poll() for _ in range(20)]
        drafted = desk.do("poll.draft", title={"vi": "Thông qua?"}, results="hidden")
        desk.refused("full", None, "poll.open", poll=drafted["poll"], rev=drafted["rev"], until=desk.until())
    with report.test("100 ballots of one person in one poll"):
        cast = {"poll": polls[0][0], "device": "AAAAAAAAAAE", "choice": "yes"}
        for counter in range(1, 101):
            person.do("poll.cast", **cast, counter=counter)
        person.refused("full", "poll", "poll.cast", **cast, counter=101)
    with report.test("1,500 ms from poll.close to the end"):
        poll, rev = polls[1]
        clock.tell(clock.now + 1000)
        closing = desk.do("poll.close", poll=poll, rev=rev, until=desk.until())
        end = clock.now + 1500
        clock.tell(end - 1)
        person.client.finish(person.start("poll.cast", poll=poll, device="AAAAAAAAAAE", counter=1, choice="no"))
        clock.tell(end + 1)
        person_late = person.start("poll.cast", poll=poll, device="AAAAAAAAAAE", counter=2, choice="yes")
        assert answers(person.client, [person_late])[1][0] in ("late", "poll_closed")
        wait_until(lambda: publishes(desk, poll, closing["rev"] + 2), what="the end of the poll")
    with report.test("8 sessions at once of one who signs in by password"):
        sessions = []
        for _ in range(9):
            client = hub.connect()
            token = client.call("session.open", hub.credentials("moderator-2"))["token"]
            client.call("hello", {"v": 1, "token": token})
            sessions.append(client)
            clock.tell(clock.now + 60_000)
        assert sessions[0].wait_closed() in (4001, 4002), "the oldest stays"
        for client in sessions[1:]:
            client.call("question.search", {"text": "a"})
            client.close()
    for poll, rev in [polls[0], *polls[2:]]:
        desk.do("poll.close", poll=poll, rev=rev, until=desk.until())


def publishes(desk, poll, rev):
    try:
        return desk.do("poll.publish", poll=poll, rev=rev, until=desk.until())
    except RpcError as error:
        assert error.code == "stale_rev", error
        return None


def check_site_results(hub, clock, desk):
    def sites_of(voters):
        """Who has a result of its own when these have voted."""
        poll, rev = desk.open_poll()
        for person in voters:
            with Desk(hub, clock, person) as voter:
                voter.do("poll.cast", poll=poll, device="AAAAAAAAAAE", counter=1, choice="yes")
        closing = desk.do("poll.close", poll=poll, rev=rev, until=desk.until())
        clock.tell(clock.now + 2000)
        wait_until(lambda: publishes(desk, poll, closing["rev"] + 2), what="the end of the poll")
        with hub.sign_in("moderator-1") as other:
            return [result.get("site") for result in other.rows["poll", poll].get("bySite", [])]
    remote = [f"dc01-{number:04d}" for number in range(1, 11)]
    with report.test("10 ballots of a site give it a result of its own, 9 do not"):
        assert sites_of([*PEOPLE[:10], *remote]) == ["hall", "dc01"]
        assert sites_of([*PEOPLE[:10], *remote[:9]]) == []


def check_displays(desk):
    with report.test("64 displays that can show something of their own"):
        show = {"view": "agenda", "rev": 1}
        desk.do("stage.show", display="display-64", **show, until=desk.until())
        desk.refused("not_found", "display", "stage.show", display="display-65", **show, until=desk.until())


def fill(desks, clock, count, advance, commands, after=None):
    """`count` commands: each desk sends these one after the other, then the clock is put on; with `after`, each result is followed by another command."""
    while count > 0:
        clock.tell(clock.now + advance)
        started = []
        for desk in desks:
            for method, params in commands[:count]:
                started.append((desk, desk.start(method, **params)))
                count -= 1
        results = [(desk, desk.client.finish(number)) for desk, number in started]
        for desk, number in [(desk, after(desk, result)) for desk, result in results] if after else ():
            desk.client.finish(number)


def check_many(clock, desk, people):
    """What is left to each cap is counted from what the tests before have made."""
    with report.test("5,000 messages"):
        send = "message.send", {"to": "chair", "text": "a"}
        made = desk.do(send[0], **send[1])["message"]
        fill([desk], clock, 5000 - made, 20_000, [send] * 40)
        desk.refused("full", None, send[0], **send[1])
    with report.test("2,000 polls"):
        draft = "poll.draft", {"title": {"vi": "Thông qua?"}, "results": "hidden"}
        made = desk.do(draft[0], **draft[1])["poll"]
        fill([desk], clock, 2000 - made, 20_000, [draft] * 40)
        desk.refused("full", None, draft[0], **draft[1])
    with report.test("10,000 opinions"):
        add = "opinion.add", {"text": "a"}
        made = desk.do(add[0], **add[1])["opinion"]
        fill([desk], clock, 10_000 - made, 20_000, [add] * 40)
        desk.refused("full", None, add[0], **add[1])
    with report.test("20,000 requests to speak"):
        made = people[0].do("speaker.request")["speaker"]
        people[0].do("speaker.withdraw", speaker=made)
        ways = [("speaker.request", {"item": item, "class": name}) for item in (1, 2)
                for name in ("normal", "point_of_order", "intervention", "interposed")]
        fill(people, clock, 20_000 - made, 8000, ways, lambda person, result: person.start("speaker.withdraw", speaker=result["speaker"]))
        people[0].refused("full", None, "speaker.request")
    with report.test("20,000 questions"):
        clock.tell(clock.now + 30_000)
        ask = "question.submit", {"text": "a"}
        made = people[0].do(ask[0], **ask[1])["question"]
        fill(people, clock, 20_000 - made, 30_000, [ask] * 3)
        clock.tell(clock.now + 10_000)
        people[0].refused("full", None, ask[0], **ask[1])


def check_ring(hub, clock, desk):
    """Frames of about 2,200 bytes: 400 are kept, of 600 the first are not."""
    send = "message.send", {"to": "chair", "text": LETTER * 256}
    with report.test("a mebibyte of frames is kept for those who come back; who missed more gets a snapshot"):
        for count, comes in ((400, "rows"), (600, "snapshot")):
            with hub.sign_in("moderator-1") as other:
                cursor = {"name": other.hello["channel"], "s": desk.do(*send[:1], **send[1])["seq"]}
                journal = other.hello["journal"]
            fill([desk], clock, count, 20_000, [send] * 40)
            with hub.connect() as back:
                back.call("hello", {"v": 1, "token": hub.token("moderator-1"), "journal": journal, "own": None, "shared": cursor})
                got = next(message for message in iter(back.next_notification, None) if message["params"].get("channel") == cursor["name"])
                assert got["method"] == comes, (count, got["method"])


with tempfile.TemporaryDirectory(prefix="lamrelay-test-") as directory:
    clock = ToldClock(directory)
    config = small_config()
    config["accounts"] += [{"id": f"display-{number:02d}", "name": "Màn hình", "roles": ["display"], "site": "hall"} for number in range(2, 66)]
    with Hub(config, environment=clock.environment) as hub:
        hub.codes()
        with Desk(hub, clock) as desk, Desk(hub, clock, "hall-0001") as person:
            check_texts(desk, person)
            check_words(hub, desk, person)
            check_numbers(desk)
            check_rates(hub, clock)
            check_few(hub, clock, desk, person)
            check_site_results(hub, clock, desk)
            check_displays(desk)
            check_ring(hub, clock, desk)
            people = [Desk(hub, clock, name) for name in PEOPLE[1:21]]
            check_many(clock, desk, people)
            for one in people:
                one.client.close()

report.finish()
