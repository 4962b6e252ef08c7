"""A hub and the processes of its sites, thousands of people, and everything that goes wrong between them at once: nothing lost, nothing twice, every site holds
what the hub shows, and the end of a poll is honest about who is missing.

    tests/run sites                          33 sites, 5,000 people
    SITES=4 PEOPLE=80 tests/run sites        the same in half a minute
    SITES_SEED=N                             repeats the plan of an earlier run (not its timing)
"""
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from conference import Conference, Crowd, spread
from disorder import Disorder
import evidence
from hub_process import Report, soon, wait_until
from socket_client import RpcError, SocketClient

SITES = int(os.environ.get("SITES", 33))
PEOPLE = int(os.environ.get("PEOPLE", 5000))
SEED = int(os.environ.get("SITES_SEED", time.time_ns() % 1_000_000))
QUESTIONS = min(300, PEOPLE)
SECONDS = 10 if PEOPLE < 500 else 60    # of disorder
ALSO_HUB = 4                            # of so many people one can reach the hub, too
DELAY, STALL = 0.04, 0.002              # seconds one way; the share of pieces that come late

report = Report()


def poll_row_when(conference, poll, holds, what, seconds=60):
    def found():
        row = conference.poll_row(poll)
        return row if holds(row) else time.sleep(0.2)
    return wait_until(found, seconds, what)


def all_kept(conference, poll, site):
    """Everybody of a site that is cut off votes once more; until the site, or the hub itself, has all of it."""
    before = conference.crowd.figures()
    conference.cast(poll, 1, site)
    count = conference.place(site)[1]

    def found():
        figures = conference.crowd.figures()
        new = figures["commands"] - before["commands"]
        return new == count and figures["kept"] - before["kept"] + figures["answered"] - before["answered"] >= count or time.sleep(0.1)
    wait_until(found, 30, f"the ballots of {site}")


# --- the parts of the story ---

def vote_in_disorder(conference, disorder):
    for way in conference.ways.values():
        way.path.worsen(DELAY, STALL)
    poll = conference.open_poll("Thông qua nghị quyết?", "live")
    conference.cast(poll, SECONDS)
    conference.cast(poll, SECONDS)
    conference.crowd.order("ask", SECONDS, 0, QUESTIONS)
    disorder.happen()
    fewest = disorder.cut_the_rest()
    for way in conference.ways.values():
        way.path.mend()
    figures = conference.settle()
    print(f"    {figures['commands']} commands, {figures['sent']} times sent, {figures['kept']} kept at a site, {figures['putOff']} put off, "
          f"{figures['moved']} moves between site and hub; each link broke {fewest} times or more, {sum(way.path.cuts for way in conference.ways.values())} in all; "
          f"{disorder.site_kills} sites and {disorder.hub_kills} hub killed, {disorder.resets} resets", flush=True)
    assert fewest >= 2 and figures["faults"] == 0, f"{fewest} cuts, faults:\n{conference.crowd.log()}"
    return poll


def started_twice(conference, disorder):
    """The one on another folder is fenced and serves nobody; on the same folder nothing starts."""
    site, second = disorder.twice, disorder.second
    wait_until(lambda: '"fenced"' in second.log(), 30, "the fence")
    with SocketClient(second.port, ca=str(second.certificate)) as client:
        try:
            client.call("session.open", {"code": conference.codes[conference.people(site)[0]]["code"]})
            raise AssertionError("the second process serves people")
        except RpcError as error:
            assert error.code == "not_here", error
    second.stop()
    assert "fenced" not in conference.sites[site].log(), conference.sites[site].log()[-2000:]
    try:
        type(second)(conference.ways[site], conference.sites[site].folder, name=f"{site}-same")
        raise AssertionError("a second process has the folder")
    except RuntimeError as error:
        assert "did not start" in str(error) and "another process has the folder" in str(error), error


def ends_while_cut(conference, poll, site):
    """Ballots are kept, the poll ends, the site is away, it and the hub die meanwhile: it is waited for, and the result is complete."""
    path = conference.ways[site].path
    path.cut()
    all_kept(conference, poll, site)
    conference.sites[site].kill()
    conference.sites[site].start()
    conference.close_poll(poll)
    row = poll_row_when(conference, poll, lambda row: row["state"] == "closing" and row.get("drained") == len(conference.counts) - 1, "the wait for the site")
    assert row["waitingFor"] == [site] and row["expected"] >= len(conference.counts) and row["changeable"] > 0, row
    print(f"    while {site} is away: {row['drained']}/{row['expected']} drained, {row['missing']} missing, {row['changeable']} changeable, "
          f"the result {row['canChange']} change", flush=True)
    conference.hub.kill()
    conference.start_hub()
    path.mend()
    row = poll_row_when(conference, poll, lambda row: row["state"] == "closed", "the end of the poll")
    assert "incomplete" not in row and row["ballots"] == conference.people_count, row
    conference.settle()


def ends_without(conference, site, how):
    """The same, but the process is killed and nobody waits: what was in time comes after the announcement and stands on the late list."""
    poll = conference.open_poll(f"Không chờ {site}?", "hidden")
    conference.cast(poll, SECONDS / 20)
    conference.settle()
    path = conference.ways[site].path
    path.cut()
    all_kept(conference, poll, site)
    conference.sites[site].kill()
    conference.close_poll(poll)
    row = poll_row_when(conference, poll, lambda row: row["state"] == "closing" and row.get("waitingFor") == [site], "the wait for the site")
    more = {"site": site} if how == "poll.declare_lost" else {}
    conference.desk(how, "chair", poll=poll, rev=row["rev"], until=soon(), **more)
    row = poll_row_when(conference, poll, lambda row: row["state"] == "closed", "the end of the poll")
    assert row["incomplete"] == [site], row
    conference.sites[site].start()
    path.mend()
    conference.settle()
    row = poll_row_when(conference, poll, lambda row: row.get("lateInTime", 0) > 0, "the late list")
    print(f"    {how} {site}: {row['missing']} missing, {row['changeable']} changeable; then {row['lateInTime']} in time but late, "
          f"in doubt: {row.get('inDoubt', False)}", flush=True)
    return poll, row["lateInTime"]


def amend(conference, poll):
    conference.desk("poll.amend", "chair", poll=poll, rev=conference.poll_row(poll)["rev"], until=soon())


def repeat_everything(conference):
    """Every command ever made once more, by whatever path each person has now: the first answer, byte for byte."""
    before = conference.crowd.figures()
    conference.crowd.order("repeat", conference.people_count / 2500, 0, conference.people_count)
    figures = wait_until(lambda: (figures := conference.crowd.figures())["repeated"] - before["repeated"] >= figures["commands"] and figures or time.sleep(0.3),
                         120, "the same answers again")
    print(f"    {figures['repeated'] - before['repeated']} answers compared; {figures['gaveWay']} refusals had given way to a copy that a site kept in time", flush=True)
    assert figures["faults"] == 0, conference.crowd.log()


# --- the whole ---

def counted_in(shown, poll):
    """Keys of the ballots that phones were shown as counted."""
    return {line["shown"]["key"] for line in shown if line["shown"]["poll"] == poll and line["shown"]["state"] == "counted"}


def whole_story(conference):
    names = list(conference.counts)
    killed, twice = names[:min(5, len(names) - 1)], names[-1]
    cut, lost, left_out = (names * 3)[1:4]
    disorder = Disorder(conference, SECONDS, killed, twice, SEED)
    polls = []
    with report.test(f"{conference.people_count} people arrive at {len(names)} sites"):
        conference.arrive()
    with report.test("all vote twice and ask while links are cut, sites and hub die"):
        polls.append(vote_in_disorder(conference, disorder))
    with report.test("a second process for a site is fenced, on the same folder refused"):
        started_twice(conference, disorder)
    with report.test("a poll that ends while a site is away waits for it"):
        ends_while_cut(conference, polls[0], cut)
    with report.test("declared lost, a site's ballots stand on the late list until the chair amends"):
        poll, _ = ends_without(conference, lost, "poll.declare_lost")
        amend(conference, poll)
        polls.append(poll)
    with report.test("announced without a site"):
        poll, late = ends_without(conference, left_out, "poll.announce")
        polls.append(poll)
    with report.test("every command again: the same answer"):
        repeat_everything(conference)
    if report.failed:
        return      # what follows compares the ends of all of that
    for poll in polls:
        conference.publish_poll(poll)
    time.sleep(2)   # the frames of that
    commands, shown = conference.crowd.ledger()
    check_all(conference, commands, shown, polls, late)


def check_all(conference, commands, shown, polls, late):
    first, second, third = polls
    conference.crowd.close()
    for site in conference.sites.values():
        site.stop()
    with report.test("each site has stored what the hub shows, byte for byte"):
        print(f"    {evidence.compare_rows(conference)} rows of {len(conference.counts)} sites", flush=True)
    conference.hub.stop()
    with report.test("the journal has every answered command once, and nothing else"):
        effects = evidence.check_journal(evidence.export(conference, "events"), commands)
        print(f"    {len(effects)} acts of {len(commands)} commands", flush=True)
    with report.test("the questions are those that were asked"):
        print(f"    {evidence.check_questions(evidence.export(conference, 'questions'), commands)} questions", flush=True)
    with report.test("the results are those of the ballots"):
        rows = {row["id"]: row for row in evidence.export(conference, "polls")}
        counted = counted_in(shown, third)
        for poll in (first, second):
            last = evidence.last_ballots(commands, poll)
            evidence.check_poll(rows[poll], last)
            evidence.check_shown(shown, poll, last)
        last = evidence.last_ballots(commands, third, lambda command: command["params"]["key"] in counted)
        evidence.check_poll(rows[third], last)
        assert rows[third]["lateInTime"] == late, rows[third]
    with report.test("lamrelay verify and recount"):
        print(f"    {evidence.check_program(conference, 'verify', 'the chain holds')}", flush=True)
        print("    " + evidence.check_program(conference, "recount", "agrees").replace("\n", "\n    "), flush=True)


print(f"    {SITES} sites, {PEOPLE} people; SITES_SEED={SEED} repeats the plan", flush=True)
with Conference(spread(PEOPLE, SITES)) as conference:
    authority = conference.start_sites()
    conference.crowd = Crowd(conference.directory, authority, conference.roster(ALSO_HUB))
    whole_story(conference)
report.finish()
