"""Fifty times kill -9 at random moments under 500 commands a second; what was acknowledged is there, once, and answered again with the
same bytes.

    LAMRELAY_CRASH_SEED=N    repeats the choices of an earlier run (not its timing)
    LAMRELAY_CRASH_KILLS=N   fewer or more kills
"""
import asyncio
import json
import os
import random
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from crowd import POLLS, Crowd
from evidence import check_ballots, check_journal, check_questions
from hub_process import Hub, Report, run_program
from ledger import Ledger
from socket_client import tls_context

KILLS = int(os.environ.get("LAMRELAY_CRASH_KILLS", 50))
SEED = int(os.environ.get("LAMRELAY_CRASH_SEED", time.time_ns() % 1_000_000))
RATE = 600                  # commands a second, new ones; what is sent again comes on top
LIFE_SECONDS = 3.2          # of a hub at most
WAKE_SECONDS = 0.008        # after a burst of commands, about the time until all are answered
SAMPLE = 300                # answered commands sent again after each start
RESEND_AT_ONCE = 200        # in the end, of each person
LAST_SECONDS = 120          # for the end
VERIFY_EVERY = 10           # kills

ledger = Ledger()
chance = random.Random(SEED)
report = Report()


# --- before ---

async def act(client, method, **params):
    """A command that is not part of the load."""
    command = ledger.write("moderator-1", method, {"key": os.urandom(12).hex()[:21] + "A", **params})
    answer = await client.request(method, command.params)
    ledger.take(command, answer)
    assert command.accepted, f"{command}: {answer.body}"
    return command.value


async def gather_crowd(hub, crowd):
    """Signs everybody in, once for all lives of the hub, and opens the polls."""
    for row in hub.codes():
        crowd.add(row["person"], hub.token(row["person"]))
    await crowd.connect(hub.port)
    moderator = crowd.moderators[0]
    assert all(person.connected for person in crowd.people.values()), "not everybody could sign in"
    await open_polls(moderator)


async def open_polls(moderator):
    now = int(time.time() * 1000)
    for number in range(1, POLLS + 1):
        drafted = await act(moderator.client, "poll.draft", title={"vi": f"Biểu quyết {number}"}, results="hidden")
        await act(moderator.client, "poll.open", poll=drafted["poll"], rev=drafted["rev"], until=now + 30_000)


# --- one life ---

async def live_and_die(hub, crowd):
    """The hub is ready: clients come back and act until it is killed, at any moment of that; or while a burst of commands is being carried
    out, where most can go wrong; or a little after the links broke, so that what it had stored was never answered."""
    moment, way = chance.uniform(0.05, LIFE_SECONDS), chance.choice([killed_anywhere, killed_in_burst, cut_off_then_killed])
    await way(hub, crowd, moment)
    await asyncio.to_thread(hub.kill)
    crowd.disconnect()
    await asyncio.sleep(0)      # what the sockets still had to say


async def come_back(hub, crowd):
    await crowd.connect(hub.port)
    crowd.resend(SAMPLE)


async def killed_anywhere(hub, crowd, moment):
    asyncio.get_running_loop().call_later(moment, hub.signal, 9)
    await come_back(hub, crowd)
    await crowd.load(RATE, 2 * LIFE_SECONDS)


async def killed_in_burst(hub, crowd, moment):
    await come_back(hub, crowd)
    await crowd.load(RATE, moment)
    asyncio.get_running_loop().call_later(chance.uniform(0, WAKE_SECONDS), hub.signal, 9)
    await crowd.load(RATE, LIFE_SECONDS)


async def cut_off_then_killed(hub, crowd, moment):
    await come_back(hub, crowd)
    await crowd.load(RATE, moment)
    await asyncio.sleep(chance.uniform(0, WAKE_SECONDS))
    crowd.disconnect()
    await asyncio.sleep(chance.uniform(0, 2 * WAKE_SECONDS))


def kill_while_starting(hub):
    """A hub that dies before it is ready, somewhere in reading its journal."""
    timer = threading.Timer(chance.uniform(0.005, 0.15), lambda: hub.process and hub.process.kill())
    timer.start()
    try:
        hub.start()
    except RuntimeError:
        pass            # it was in time
    timer.cancel()
    hub.kill()


async def start(hub, crowd):
    """A new life; everything that anybody was told, by result or by frame, must be in the journal it comes up with."""
    await asyncio.to_thread(hub.start)
    durable = (await asyncio.to_thread(hub.metrics))["lamrelay_journal_seq"]
    ledger.cut_off(durable)
    seen = max(person.fold.top for person in crowd.people.values())
    if durable < max(seen, ledger.top_seq):
        ledger.fault(f"the journal came back with {durable} events; results named {ledger.top_seq}, frames {seen}")


async def crash_again_and_again(hub, crowd):
    began, made, spent = time.monotonic(), len(ledger.commands), 0.0
    for number in range(1, KILLS + 1):
        life = time.monotonic()
        await live_and_die(hub, crowd)
        spent += time.monotonic() - life
        if number % VERIFY_EVERY == 0:
            verify(hub)
        if number % 7 == 0:
            await asyncio.to_thread(kill_while_starting, hub)
        await start(hub, crowd)
    made = len(ledger.commands) - made
    print(f"    {KILLS} kills in {time.monotonic() - began:.0f} s; {made} commands made, {made / spent:.0f} a second of life; "
          f"{ledger.cut} cut off without an answer, {ledger.cut_stored} of them were stored; {ledger.compared} repeats compared, "
          f"{ledger.put_off} put off", flush=True)


# --- the end ---

async def finish_commands(crowd):
    """All that is still without an answer gets one."""
    end = time.monotonic() + LAST_SECONDS
    while any(person.outstanding for person in crowd.people.values()) or ledger.unanswered():
        assert time.monotonic() < end, f"{len(ledger.unanswered())} commands get no answer"
        await asyncio.sleep(0.05)
        await crowd.close_gaps()


async def resend_all(crowd):
    """Every command ever made, each person's in the order made."""
    async def of(person, commands):
        for command in commands:
            while person.outstanding >= RESEND_AT_ONCE:
                await asyncio.sleep(0.002)
            assert person.connected, f"{person.identity} lost its connection ({person.client.close_code})"
            person.send(command)
        while person.outstanding:
            await asyncio.sleep(0.01)
    async with asyncio.timeout(LAST_SECONDS):
        mine = {identity: [] for identity in crowd.people}
        for command in ledger.commands:
            mine[command.person].append(command)
        await asyncio.gather(*(of(crowd.people[identity], commands) for identity, commands in mine.items()))


async def publish_polls(moderator):
    """Closes and publishes, so that the tallies can be read."""
    def row(poll):
        return moderator.fold.rows["moderator"]["poll", poll]
    for step, state in (("poll.close", "open"), ("poll.publish", "closed")):
        for poll in range(1, POLLS + 1):
            while row(poll)["state"] != state:
                await asyncio.sleep(0.05)
            await act(moderator.client, step, poll=poll, rev=row(poll)["rev"], until=int(time.time() * 1000) + 30_000)


async def compare_views(crowd):
    """What was folded through all lives against a snapshot for somebody who holds nothing."""
    await publish_polls(crowd.moderators[0])
    await asyncio.sleep(0.5)    # the frames of that
    await crowd.close_gaps()
    for person in crowd.people.values():
        kept = person.fold
        person.fold = type(kept)()
        person.client.on_notice = person.fold.take_notice
        await person.hello()
        while len(person.fold.rows) < 2:
            assert person.connected, f"{person.identity} lost its connection ({person.client.close_code})"
            await asyncio.sleep(0.01)
        assert kept.view() == person.fold.view(), f"{person.identity} holds other rows than a fresh client"


def verify(hub):
    said = run_program("verify", "--dir", hub.state, timeout=120)
    assert said.returncode == 0 and "the chain holds" in said.stdout, f"verify: {said.stdout}{said.stderr}"
    return said.stdout.strip()


def export(hub, what):
    said = run_program("export", "--dir", hub.state, "--what", what, "--format", "json", timeout=120)
    assert said.returncode == 0, said.stderr
    return [json.loads(line) for line in said.stdout.splitlines()] if what == "events" else json.loads(said.stdout)


async def main():
    print(f"    seed {SEED}: LAMRELAY_CRASH_SEED={SEED} repeats it", flush=True)
    config = json.loads((Path(__file__).parent / "conference.json").read_text())
    with Hub(config) as hub:
        crowd = Crowd(ledger, chance, tls_context(str(hub.certificate)))
        await gather_crowd(hub, crowd)
        with report.test(f"{KILLS} kills: each start knows all that anybody was told, repeats get the first answer"):
            await crash_again_and_again(hub, crowd)
            ledger.check()
        with report.test("every command is answered in the end"):
            await crowd.connect(hub.port)
            crowd.resend(0)
            await finish_commands(crowd)
        with report.test("all commands ever made, sent again: the first answer, byte for byte"):
            before = ledger.compared
            await resend_all(crowd)
            ledger.check()
            print(f"    {len(ledger.commands)} commands, {ledger.compared - before} compared byte for byte", flush=True)
        with report.test("every client holds the view of a fresh one"):
            async with asyncio.timeout(LAST_SECONDS):
                await compare_views(crowd)
            crowd.disconnect()
            ledger.check()
        hub.stop()
        with report.test("each key is in the journal at most once, each acknowledged seq is there with its key"):
            check_journal(export(hub, "events"), ledger)
        with report.test("the questions are those that were accepted"):
            check_questions(export(hub, "questions"), ledger)
        with report.test("the tallies are those of the accepted ballots"):
            check_ballots(export(hub, "polls"), ledger)
        with report.test("lamrelay verify: the chain holds"):
            print(f"    {verify(hub)}", flush=True)


asyncio.run(main())
report.finish()
