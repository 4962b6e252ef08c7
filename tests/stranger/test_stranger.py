"""A client that knows only relay/protocol.asyncapi.yaml holds a small conference: an operator, a moderator, three phones and a stage."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
from hub_process import Hub, Report, Skip, small_config
from plain_socket import Closed, PlainSocket
from socket_client import tls_connect
from stranger import Refused, Stranger, secret

report = Report()
try:
    import yaml
except ImportError:
    with report.test("a stranger's conference"):
        raise Skip("this Python has no yaml; Debian's /usr/bin/python3 has it with python3-yaml")
    report.finish()

SPEC = yaml.safe_load((ROOT / "relay" / "protocol.asyncapi.yaml").read_text(encoding="utf-8"))
QUESTION = "Bao giờ có vốn giai đoạn hai?"


def open_socket(hub):
    return PlainSocket(SPEC, tls_connect(hub.port, ca=str(hub.certificate), timeout=15), hub.port)


def arrive(hub, person):
    """Signs in with what is printed on the person's sheet."""
    sheet = next(row for row in hub.codes() if row["person"] == person)
    client = Stranger(SPEC, open_socket(hub))
    if sheet["password"]:
        client.sign_in(name=person, password=sheet["password"])
    elif sheet["code"]:
        client.sign_in(code=sheet["code"].replace("-", ""))
    else:
        client.sign_in(card=sheet["link"].partition("#t=")[2])
    client.wait("me", person)
    client.wait("conference", "conference")
    return client


def drop_and_return(hub, client):
    """The link breaks; a new socket, the rows and cursors kept."""
    client.socket.close()
    client.socket = open_socket(hub)
    client.hello()


def hold_conference(hub):
    moderator, operator, stage = arrive(hub, "moderator-1"), arrive(hub, "operator"), arrive(hub, "display")
    phones = [arrive(hub, person) for person in ("hall-0001", "dc01-0001", "dc01-0002")]
    with report.test("each has the channel that the role gives"):
        assert [client.shared for client in (moderator, operator, stage, *phones)] == \
            ["moderator", "operator:dc01", "stage", "participant", "participant", "participant"]
        assert moderator.row("site", "hall")["siteKind"] == "hall" and not phones[0].row("site", "hall")

    with report.test("an agenda item becomes the current one"):
        item = moderator.wait("agenda_item", 1, state="planned")
        moderator.call("agenda.start", item=1, rev=item["rev"])
        for client in (moderator, operator, stage, *phones):
            client.wait("agenda_item", 1, state="current")

    with report.test("a question: submitted, approved, asked, answered"):
        ask(moderator, operator, stage, phones)
    with report.test("a speaker: requested, called, started, finished"):
        speak(moderator, operator, stage, phones)
    with report.test("a poll: drafted, opened, cast by three of whom one changes, closed, published; a phone drops and resumes"):
        vote(hub, moderator, operator, stage, phones)
    with report.test("all of them hold what a client without cursors gets"):
        for client in (moderator, operator, stage, *phones):
            held, client.journal = client.rows, None
            client.rows, client.cursors = {}, {}
            client.hello()
            while len(client.rows) < 2:
                client.take(client.receive())
            assert client.rows == held, f"{client.own}: {held} is not {client.rows}"
    with report.test("refusals are those of the examples"):
        be_refused(phones[0])
    with report.test("signing out closes the socket as the list of close codes says, after the result"):
        phones[0].call("session.close")
        expect_signed_out(phones[0])
    with report.test("and every other socket of that session"):
        other = Stranger(SPEC, open_socket(hub))
        other.token = moderator.token
        other.hello()
        moderator.call("session.close")
        expect_signed_out(moderator)
        expect_signed_out(other)


def ask(moderator, operator, stage, phones):
    question = phones[0].call("question.submit", text=QUESTION)["question"]
    other = operator.call("question.submit", text="Đường xuống xã khi nào sửa?", topic="economy", person="dc01-0002")["question"]
    pending = moderator.wait("question", question, state="pending", text=QUESTION, person="hall-0001")
    moderator.call("question.approve", question=question, rev=pending["rev"])
    moderator.call("question.reject", question=other, rev=moderator.wait("question", other)["rev"], reason="duplicate")
    phones[0].wait("my_question", question, state="approved")
    phones[2].wait("my_question", other, state="rejected", reason="duplicate")
    operator.wait("question", other, state="rejected")
    assert not phones[0].row("question", question) and not operator.row("question", question), "seen before it is asked"

    asked = moderator.call("question.ask", question=question, rev=moderator.wait("question", question, state="approved")["rev"])
    moderator.call("stage.show", view="question", question=question, rev=moderator.wait("stage", "main")["rev"])
    for client in (operator, stage, *phones):
        client.wait("question", question, state="asking", text=QUESTION)
        client.wait("stage", "main", view="question", question=question)
    assert "person" not in stage.row("question", question), "the stage sees who asked"
    called = stage.row("question", question)["speaker"]
    assert stage.row("speaker", called)["state"] == "next" and phones[0].wait("my_speaker", called)["question"] == question
    moderator.call("question.answer", question=question, rev=asked["rev"])
    moderator.call("stage.show", view="join", rev=moderator.wait("stage", "main", view="question")["rev"])
    for phone in phones:
        phone.wait_gone("question", question)
        phone.wait_gone("speaker", called)
    listed = phones[1].call("question.list")
    assert [(row["id"], row["state"]) for row in listed["questions"]] == [(question, "answered")] and listed["more"] is False


def speak(moderator, operator, stage, phones):
    speaker = phones[1].call("speaker.request")["speaker"]
    rev = moderator.wait("speaker", speaker, state="waiting", person="dc01-0001")["rev"]
    operator.wait("speaker", speaker, state="waiting")
    rev = moderator.call("speaker.call", speaker=speaker, rev=rev)["rev"]
    stage.wait("speaker", speaker, state="next")
    rev = moderator.call("speaker.start", speaker=speaker, rev=rev, seconds=180)["rev"]
    for client in (operator, stage, *phones):
        row = client.wait("speaker", speaker, state="speaking")
        assert row["endsAt"] == row["startedAt"] + 180_000
    phones[1].wait("my_speaker", speaker, state="speaking")
    moderator.call("speaker.finish", speaker=speaker, rev=rev)
    phones[1].wait("my_speaker", speaker, state="finished")
    for client in (operator, stage, *phones):
        client.wait_gone("speaker", speaker)


def vote(hub, moderator, operator, stage, phones):
    drafted = moderator.call("poll.draft", title={"vi": "Thông qua nghị quyết?", "en": "Adopt the resolution?"}, results="hidden")
    poll = drafted["poll"]
    moderator.call("poll.open", poll=poll, rev=drafted["rev"])
    for client in (operator, stage, *phones):
        client.wait("poll", poll, state="open")
    devices = [secret(8) for _ in phones]
    phones[0].call("poll.cast", poll=poll, device=devices[0], counter=1, choice="yes")

    # The link of the second phone breaks before its answer is read. What it sends again counts once.
    ballot = phones[1].request("poll.cast", poll=poll, device=devices[1], counter=1, choice="no")
    phones[1].send(ballot)
    phones[2].call("poll.cast", poll=poll, device=devices[2], counter=1, choice="yes")
    changed = phones[2].call("poll.cast", poll=poll, device=devices[2], counter=2, choice="abstain")
    moderator.call("stage.show", view="poll", poll=poll, rev=moderator.wait("stage", "main")["rev"])
    stage.wait("stage", "main", view="poll")
    drop_and_return(hub, phones[1])
    phones[1].send(ballot)
    first = phones[1].answer(ballot)
    assert first["key"] == ballot["params"]["key"] and first["seq"] < changed["seq"], "carried out anew"
    phones[1].wait("stage", "main", view="poll", poll=poll)
    phones[1].wait("my_ballot", poll, state="recorded", choice="no", key=first["key"])
    assert "snapshot" not in phones[1].heard, "a snapshot where the missed frames would do"

    moderator.call("poll.close", poll=poll, rev=moderator.wait("poll", poll)["rev"])
    closed = moderator.wait("poll", poll, state="closed", ballots=3)
    assert "tally" not in closed, "a tally before it is published"
    for phone, choice in zip(phones, ("yes", "no", "abstain")):
        phone.wait("my_ballot", poll, state="counted", choice=choice)
    moderator.call("poll.publish", poll=poll, rev=closed["rev"])
    for client in (moderator, operator, stage, *phones):
        assert client.wait("poll", poll, state="published")["tally"] == [1, 1, 1]


def be_refused(phone):
    """The examples of errors, each brought about."""
    def expect(name, request):
        wanted = phone.example("error", name)["error"]
        phone.send(request)
        try:
            phone.answer(request)
        except Refused as refused:
            error = refused.args[0]
            if "field" not in wanted["data"]:
                error["data"].pop("field", None)
            assert error == wanted, f"{name}: {error}"
            return
        raise AssertionError(f"{name}: not refused")
    approve = phone.request("question.approve", question=1, rev=1)
    expect("unknown_method", approve | {"method": "question.burn"})
    expect("unknown_field", approve | {"params": approve["params"] | {"colour": 1}})
    expect("missing_field", approve | {"params": {name: value for name, value in approve["params"].items() if name != "rev"}})
    expect("wrong_type", approve | {"params": approve["params"] | {"rev": "1"}})
    expect("empty", phone.request("question.submit", text=" \n "))
    expect("too_long", phone.request("question.submit", text="á" * 301))
    expect("unknown_word", phone.request("poll.cast", poll=1, device=secret(8), counter=9, choice="maybe"))
    expect("not_allowed", phone.request("question.approve", question=1, rev=1))
    expect("poll_closed", phone.request("poll.cast", poll=1, device=secret(8), counter=9, choice="yes"))


def expect_signed_out(client):
    try:
        client.read_until(lambda: False, "the end of its socket")
    except Closed as closed:
        name = {each["code"]: each["name"] for each in SPEC["x-close-codes"]}[closed.args[0]]
        assert name == "signed_out", name


with Hub(small_config((("hall", "hall", 5), ("dc01", "remote", 5)))) as hub:
    hold_conference(hub)
report.finish()
