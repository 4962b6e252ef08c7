"""Somebody sets the clock of the machine an hour back, or on: hub time does not step back, nothing becomes stale, countdowns go on."""
import json
import sys
import tempfile
import time
from pathlib import Path

SUPPORT = Path(__file__).resolve().parents[1] / "support"
sys.path.insert(0, str(SUPPORT))
from hub_process import Hub, Report, new_key, run_program, wait_until
from told_clock import MovedClock

HOUR = 3600
report = Report()


def hub_time(hub):
    with hub.connect() as client:
        return client.call("hello", {"v": 1})["serverTime"]


def ask(client, text):
    return client.call("question.submit", {"key": new_key(), "text": text})


def open_poll(hub, moderator, seconds):
    drafted = moderator.call("poll.draft", {"key": new_key(), "title": {"vi": "Thông qua"}, "results": "hidden"})
    return moderator.call("poll.open", {"key": new_key(), "poll": drafted["poll"], "rev": drafted["rev"], "until": hub_time(hub) + 5000, "seconds": seconds})["poll"]


def state_of(hub, poll):
    with hub.sign_in("moderator-1") as client:
        return client.rows[("poll", poll)]["state"]


def events(hub):
    said = run_program("export", "--dir", hub.state, "--what", "events")
    assert said.returncode == 0, said.stderr
    return [json.loads(line) for line in said.stdout.splitlines()]


with tempfile.TemporaryDirectory() as folder:
    clock = MovedClock(folder)
    with Hub(environment=clock.environment) as hub:
        participant, moderator = hub.sign_in("hall-0001"), hub.sign_in("moderator-1")

        for step in (HOUR, -HOUR):
            with report.test(f"the clock is set by {step:+} s while the hub runs: hub time goes on as if nothing had happened"):
                before, began = hub_time(hub), time.monotonic()
                clock.set(step)
                passed = hub_time(hub) - before
                assert 0 <= passed <= (time.monotonic() - began) * 1000 + 50, passed
                ask(participant, f"Đồng hồ lệch {step}")
                poll = open_poll(hub, moderator, 2)
                wait_until(lambda: state_of(hub, poll) == "closed", 20, "the end of the poll")
                clock.set(0)

        with report.test("the clock is an hour back after a restart: hub time stands behind no event"):
            moderator = hub.sign_in("moderator-1")
            poll = open_poll(hub, moderator, 4)
            last = ask(participant, "Trước khi dừng")["at"]
            hub.stop()
            clock.set(-HOUR)
            hub.start()
            assert hub_time(hub) >= last, f"{(last - hub_time(hub)) / 1000} s behind"
            participant, moderator = hub.sign_in("hall-0001"), hub.sign_in("moderator-1")
            assert ask(participant, "Sau khi chạy lại")["at"] >= last
            wait_until(lambda: state_of(hub, poll) == "closed", 20, "the end of the poll")

        with report.test("an hour on after a restart: what should have ended has ended, and the rest goes on"):
            poll = open_poll(hub, hub.sign_in("moderator-1"), 1800)
            hub.stop()
            clock.set(HOUR)
            hub.start()
            wait_until(lambda: state_of(hub, poll) == "closed", 20, "the end of the poll")
            ask(hub.sign_in("hall-0001"), "Một giờ sau")

        with report.test("and back again: times of events never decrease, and every record follows"):
            hub.stop()
            clock.set(0)
            hub.start()
            ask(hub.sign_in("hall-0001"), "Trở lại")
            hub.stop()
            times = [event["event"]["at"] for event in events(hub)]
            print(f"    {len(times)} events")
            assert times == sorted(times)
            assert run_program("verify", "--dir", hub.state).returncode == 0

report.finish()
