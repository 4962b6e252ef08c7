"""Opinions through the real program: brought in by thousands, found at once after a restart, exported, and forgotten like other words."""
import csv
import io
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, new_key, run_program, small_config
from socket_client import RpcError

COUNT = 300  # several times what is read at one tick
UNIT = "Sở Y tế"
report = Report()


def add(client, **params):
    return client.call("opinion.add", {"key": new_key(), **params})["opinion"]


def export(directory, *more):
    result = run_program("export", "--dir", directory, "--what", "opinions", *more)
    assert result.returncode == 0, result.stderr
    return result.stdout


LIMITS = {"opinions": COUNT + 2, "messagesBurst": 10000, "messagesPerMinute": 100000}
with Hub(small_config(limits=LIMITS)) as hub:
    with report.test("they are numbered as they come, up to the limit"), hub.sign_in("moderator-1") as desk:
        assert [add(desk, text=f"Ý kiến số {number} về đường liên thôn", topic="economy") for number in range(COUNT)] == list(range(1, COUNT + 1))
        assert add(desk, text="Trạm y tế xã thiếu bác sĩ", unit=UNIT, site="dc01") == COUNT + 1
        assert add(desk, text="=1+1", unit=UNIT) == COUNT + 2
        try:
            add(desk, text="Một ý kiến nữa")
            raise AssertionError("more than the limit")
        except RpcError as error:
            assert error.code == "full", error

    hub.restart()
    with report.test("after a restart the first search finds them all"), hub.sign_in("moderator-2") as desk:
        found = desk.call("question.search", {"text": "thieu bac si"})["matches"]
        assert found == [{"opinion": COUNT + 1, "text": "Trạm y tế xã thiếu bác sĩ", "unit": UNIT, "site": "dc01", "score": 100}], found
        first = desk.call("opinion.list", {"text": "duong lien thon"})
        assert first["total"] == COUNT and first["more"] and len(first["opinions"]) == 100, first["total"]
        last = desk.call("opinion.list", {"text": "duong lien thon", "after": 2 * 100})
        assert not last["more"] and [row["opinion"] for row in last["opinions"]] == list(range(201, COUNT + 1))
        assert desk.call("question.submit", {"key": new_key(), "opinion": COUNT + 1})["question"] == 1
    hub.stop()

    with report.test("exported with the question that was made of it; a cell is never a formula"):
        rows = list(csv.DictReader(io.StringIO(export(hub.state).lstrip("\ufeff"))))
        assert list(rows[0]) == ["opinion", "text", "topic", "unit", "site", "at", "question"] and len(rows) == COUNT + 2, rows[0]
        assert (rows[COUNT]["unit"], rows[COUNT]["site"], rows[COUNT]["question"]) == (UNIT, "dc01", "1"), rows[COUNT]
        assert rows[COUNT + 1]["text"] == "'=1+1", rows[COUNT + 1]
        assert [row["text"] for row in json.loads(export(hub.state, "--format", "json"))][COUNT + 1] == "=1+1"

    with report.test("forgotten: whose they were; with --texts drop also what they say"):
        result = run_program("forget", "--dir", hub.state, "--texts", "drop", timeout=120)
        assert result.returncode == 0, result.stderr
        rows = json.loads(export(hub.state, "--format", "json"))
        assert len(rows) == COUNT + 2 and {row["text"] for row in rows} == {"…"} and not any(row.get("unit") for row in rows), rows[0]
        assert rows[COUNT]["question"] == 1 and rows[0]["topic"] == "economy"

report.finish()
