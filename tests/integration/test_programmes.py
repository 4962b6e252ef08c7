"""Each programme of config/ begins a conference: a hub starts on it, somebody of each role signs in by the code or password given out, and finds the
programme in the rows. And the roster of the communes, where its data are beside the project."""
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import communes_roster
from hub_process import ROOT, Hub, Report, Skip, new_key, run_program, soon

ROLES = ("admin", "moderator", "chair", "operator", "display")
report = Report()


def of_kind(client, kind):
    return {identifier: row for (name, identifier), row in client.rows.items() if name == kind}


def account(programme, role):
    return next(account for account in programme["accounts"] if role in account["roles"])["id"]


def largest_site(programme):
    return max(programme["sites"], key=lambda site: site["people"])["id"]


def is_the_agenda(client, programme):
    """Items and sessions are those of the programme, in its order."""
    items = of_kind(client, "agenda_item")
    for number, item in enumerate(programme["agenda"], 1):
        row = items[number]
        assert (row["title"], row["itemKind"], row.get("session"), row.get("presenter"), row.get("seconds")) == \
            (item["title"], item["kind"], item.get("session"), item.get("presenter"), item.get("seconds")), (row, item)
    assert len(items) == len(programme["agenda"]), len(items)
    sessions = sorted(of_kind(client, "agenda_session").values(), key=lambda row: row["number"])
    assert [(row["id"], row["title"]) for row in sessions] == [(session["id"], session["title"]) for session in programme.get("sessions", [])], sessions


def are_the_drafts(client, programme):
    """Polls wait as drafts, with what the programme says of them."""
    polls = of_kind(client, "poll")
    assert len(polls) == len(programme.get("polls", [])), polls
    for number, poll in enumerate(programme.get("polls", []), 1):
        row = polls[number]
        assert row["state"] == "draft" and all(row[name] == value for name, value in poll.items() if name != "pollType"), (row, poll)
        assert row.get("pollType", "yes_no_abstain") == poll.get("pollType", "yes_no_abstain"), row


def as_staff(hub, programme, role):
    person = account(programme, role)
    with hub.sign_in(person) as client:
        assert role in client.rows[("me", person)]["roles"], client.rows[("me", person)]
        if role != "display":
            is_the_agenda(client, programme)
            assert {row["id"]: row["name"] for row in of_kind(client, "topic").values()} == {topic["id"]: topic["name"] for topic in programme["topics"]}
        if role in ("admin", "moderator", "chair"):
            are_the_drafts(client, programme)
            sites = of_kind(client, "site")
            assert {site: (row["name"], row["people"]) for site, row in sites.items()} == \
                {site["id"]: (site["name"], site["people"]) for site in programme["sites"]}
        if role == "operator":
            assert not of_kind(client, "poll"), "an operator sees drafts"


def as_participant(hub, programme):
    person = f"{largest_site(programme)}-0001"
    with hub.sign_in(person) as client:
        assert client.hello["channel"] == "participant" and client.rows[("me", person)]["roles"] == ["participant"]
        assert not of_kind(client, "poll") and not of_kind(client, "site")
        assert [row["theme"] for row in of_kind(client, "conference").values()] == [programme["theme"]]


def open_first_draft(hub, programme):
    """A draft of the programme is a poll like any other: opened, a participant may vote in it."""
    if not programme.get("polls"):
        raise Skip("this programme has none")
    person = f"{largest_site(programme)}-0002"
    with hub.sign_in(account(programme, "chair")) as chair, hub.sign_in(person) as voter:
        opened = chair.call("poll.open", {"key": new_key(), "poll": 1, "rev": 1, "until": soon()})
        assert opened["poll"] == 1 and opened["rev"] == 2, opened
        rows = voter.wait_for("rows")["rows"]
        everybody = sum(site["people"] for site in programme["sites"])
        assert [(row["id"], row["state"], row["electorate"]) for row in rows if row["kind"] == "poll"] == [(1, "open", everybody)], rows


for path in sorted(ROOT.glob("config/*.json")):
    if path.name.endswith(".schema.json"):
        continue
    programme = json.loads(path.read_text("utf-8"))
    with report.test(f"{path.stem}: lamrelay check takes it"):
        result = run_program("check", path)
        assert result.returncode == 0, result.stderr
    with Hub(programme) as hub:
        for role in ROLES:
            with report.test(f"{path.stem}: {role}"):
                as_staff(hub, programme, role)
        with report.test(f"{path.stem}: a participant"):
            as_participant(hub, programme)
        with report.test(f"{path.stem}: a draft is opened"):
            open_first_draft(hub, programme)

with report.test("the roster of the communes is the programme's"):
    if not communes_roster.is_there():
        raise Skip("no ../shared/data beside the project")
    people = list(communes_roster.roster())
    programme = json.loads((ROOT / "config/communes-2023.json").read_text("utf-8"))
    assert len(people) == 1022 and len({row["person"] for row in people}) == 1022
    assert len({row["unit"] for row in people}) == 460, len({row["unit"] for row in people})
    assert Counter(row["site"] for row in people) == {site["id"]: site["people"] for site in programme["sites"] if site["people"]}
    assert max(Counter(row["unit"] for row in people).values()) <= len(communes_roster.POSITIONS)
    assert all(len(row["unit"]) <= 200 and len(row["name"].split()) >= 3 for row in people)

report.finish()
