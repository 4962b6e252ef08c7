"""`lamrelay recount`: polls of every type, two devices, weights and a reopened one; it agrees with the hub, and its figures are the ones counted here."""
import base64
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import SANITIZER, Hub, Report, new_key, run_program, small_config, soon, wait_until

ROOT = Path(__file__).resolve().parents[2]
report = Report()
random.seed(11)
PEOPLE = [f"hall-{number:04}" for number in range(1, 6)] + [f"dc01-{number:04}" for number in range(1, 4)]
OPTIONS = [{"vi": letter} for letter in "ABCD"]
POLLS = [  # what is drafted beside the title, what is cast, how it is counted
    ({}, lambda: {"choice": random.choice(["yes", "no", "abstain"])}, lambda cast: [["yes", "no", "abstain"].index(cast["choice"])]),
    ({"pollType": "single", "options": OPTIONS}, lambda: {"choices": [random.randint(1, 4)]}, lambda cast: [cast["choices"][0] - 1]),
    ({"pollType": "multiple", "options": OPTIONS, "least": 0, "most": 3}, lambda: {"choices": random.sample([1, 2, 3, 4], random.randint(0, 3))},
     lambda cast: [number - 1 for number in cast["choices"]]),
    ({"pollType": "rating", "least": 2, "most": 6}, lambda: {"rating": random.randint(2, 6)}, lambda cast: [cast["rating"] - 2]),
]
SIZES = [3, 4, 4, 5]


def act(client, method, **params):
    return client.call(method, {"key": new_key(), **params})


def weight(person):
    return 7 if person.startswith("dc01") else 1


def hold(desk, phones):
    """Drafts, opens and votes; returns how it ought to be counted: ballots, tally, weight, weighted tally."""
    wanted = []
    for (draft, ballot, indexes), size in zip(POLLS, SIZES):
        poll = act(desk, "poll.draft", title={"vi": "?"}, results="turnout", **draft)["poll"]
        act(desk, "poll.open", poll=poll, rev=1, until=soon())
        tally, weighted, voted = [0] * size, [0] * size, PEOPLE[: random.randint(4, len(PEOPLE))]
        for person in voted:
            devices = [base64.urlsafe_b64encode(os.urandom(8)).decode().rstrip("=") for _ in range(2)]
            # One device after the other: the later one's last ballot stands.
            for device in devices:
                for counter in range(1, random.randint(2, 4)):
                    last = ballot()
                    act(phones[person], "poll.cast", poll=poll, device=device, counter=counter, **last)
                time.sleep(0.005)
            for index in indexes(last):
                tally[index] += 1
                weighted[index] += weight(person)
        wanted.append((len(voted), tally, sum(map(weight, voted)), weighted))
    return wanted


def recounted(hub):
    said = run_program("recount", "--dir", hub.state)
    assert not SANITIZER.search(said.stderr), said.stderr
    found = re.findall(r"^poll (\d+) (\w+): (\d+) ballots, tally ([\d ]+)(?:; weight (\d+), tally ([\d ]+))?; agrees$", said.stdout, re.M)
    assert said.returncode == 0 and len(found) == len(said.stdout.splitlines()), said.stdout + said.stderr
    return found


config = small_config(limits={"pollCloseNoticeMs": 0})
next(site for site in config["sites"] if site["id"] == "dc01")["weight"] = 7
with Hub(config=config) as hub:
    with hub.sign_in("moderator-1") as desk, report.test("every type of poll is counted alike"):
        phones = {person: hub.sign_in(person) for person in PEOPLE}
        wanted = hold(desk, phones)
        found = recounted(hub)
        assert [state for _, state, *_ in found] == ["open"] * 4, found
        for (ballots, tally, whole, weighted), (_, _, *figures) in zip(wanted, found):
            said = [int(figures[0]), [*map(int, figures[1].split())]] + [int(figures[2] or ballots), [*map(int, (figures[3] or figures[1]).split())]]
            assert said == [ballots, tally, whole, weighted], (said, ballots, tally, whole, weighted)

    with hub.sign_in("moderator-1") as desk, hub.sign_in("moderator-2") as other, report.test("a reopened poll begins anew"):
        act(desk, "poll.close", poll=1, rev=2, until=soon())
        wait_until(lambda: recounted(hub)[0][1] == "closed", what="the close")
        rev = act(desk, "poll.reopen", poll=1, rev=5, until=soon(), reason="fault")["rev"]
        act(other, "poll.confirm", poll=1, rev=rev, until=soon())
        found = recounted(hub)
        assert found[0][1:3] == ("void", str(wanted[0][0])) and found[4][1:4] == ("open", "0", "0 0 0"), found

    with hub.sign_in("admin") as admin, hub.sign_in("moderator-1") as desk, report.test("a roster that changes: fixed when the poll opens"):
        for person in PEOPLE[:3]:
            act(admin, "person.change", person=person, groups=["women"])
        act(admin, "person.add", person="guest", site="dc01", roles=["participant"], weight=5, groups=["women"])
        act(admin, "person.check_in", person="hall-0002", on=False)
        # Those present of the group, at all: hall-0001 and hall-0003; guest has never been here.
        poll = act(desk, "poll.draft", title={"vi": "?"}, results="hidden", groups=["women"], presence="required")["poll"]
        act(desk, "poll.open", poll=poll, rev=1, until=soon())
        act(admin, "person.change", person="hall-0001", weight=9, groups=[])
        act(admin, "person.check_in", person="hall-0002", on=True)
        for person in ("hall-0001", "hall-0003"):
            act(phones[person], "poll.cast", poll=poll, device="AAAAAAAAAAE", counter=1, choice="yes")
        act(admin, "person.remove", person="hall-0003", password=hub.credentials("admin")["password"])
        assert recounted(hub)[-1] == (str(poll), "open", "2", "2 0 0", "", ""), recounted(hub)
        # A repeat of it would ask the roster of its own moment; so does the next poll: guest, checked in, weighs 5, hall-0002 is here again.
        act(admin, "person.check_in", person="guest", on=True)
        poll = act(desk, "poll.draft", title={"vi": "?"}, results="hidden", groups=["women"], presence="required")["poll"]
        act(desk, "poll.open", poll=poll, rev=1, until=soon())
        code = admin.call("codes.issue", {"people": ["guest"], "password": hub.credentials("admin")["password"]})["codes"][0]["code"]
        with hub.connect() as phone:
            phone.call("hello", {"v": 1, "token": phone.call("session.open", {"code": code})["token"]})
            act(phone, "poll.cast", poll=poll, device="AAAAAAAAAAE", counter=1, choice="no")
        assert recounted(hub)[-1] == (str(poll), "open", "1", "0 1 0", "5", "0 5 0"), recounted(hub)

    with report.test("whatever a scenario comes to is counted alike, also with ballots of sites"):
        journals = hub.directory / "journals"
        journals.mkdir()
        scenarios = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/scenarios").glob("*.txt"))
        subprocess.run([ROOT / "build/dev/tests/scenario_runner", "--journals", journals, *scenarios], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        polls = 0
        for directory in sorted(journals.iterdir()):
            said = run_program("recount", "--dir", directory)
            lines = [line for line in said.stdout.splitlines() if not line.startswith("    ")]
            assert said.returncode == 0 and all(line.endswith("; agrees") for line in lines), (directory.name, said)
            polls += len(lines)
        assert polls > 30, polls

    with report.test("what was counted by hand is shown apart"):
        said = run_program("recount", "--dir", journals / "count_confirmed").stdout
        assert said == ("poll 1 published: 5 ballots, tally 3 2 0; by hand 3; agrees\n"
                        "    dc07 by hand: 3 people, tally 2 1 0; entered by operator-07b, confirmed by operator-07; counts\n"), said
        said = run_program("recount", "--dir", journals / "count_moved").stdout
        assert "over: more than the site has people left, not counted" in said and "2 people, tally 2 0 0" in said, said
        table = run_program("export", "--dir", journals / "count_confirmed", "--what", "counts", "--format", "json").stdout
        assert '"tally":[2,1,0]' in table and '"enteredBy":"operator-07b"' in table, table

    with report.test("a directory without a journal is a fault"):
        said = run_program("recount", "--dir", hub.directory / "nowhere")
        assert said.returncode == 1 and "cannot be read" in said.stderr, said

report.finish()
