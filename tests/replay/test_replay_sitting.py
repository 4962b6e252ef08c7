"""Three sittings of the Folketing replayed through real sockets, 786 speeches: shared/data/REPLAY.md section 6, read as sitting.py says.

The hub's clock stands where the minutes say. What must come out is computed by count_sitting.py, which shares no code with this.
"""
import asyncio
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from crowd import DATA, LIMITS, MODERATOR, SITES, Crowd, check_chain, count, need
from hub_process import Hub, Report, small_config
from sitting import read_sittings
from told_clock import ToldClock

FILE = DATA / "speeches" / "folketing" / "EdixiXMLExport_20142.trimmed.xml"
report = Report()


async def replay(hub, clock, sitting):
    """Returns the hub time at which the sitting began."""
    desk = Crowd(hub, lambda: clock.now)
    began = clock.now
    revisions = [1] * len(sitting.titles)
    current = 0

    async def start(item):
        nonlocal current
        result = await desk.desk("agenda.start", item=item, rev=revisions[item - 1], until=desk.until())
        revisions[item - 1] = result["rev"]
        if current:
            revisions[current - 1] += 1     # the item before has come to its end
        current = item
    async with asyncio.timeout(240):
        await desk.sign_in([MODERATOR["id"]])
        for speech in sitting.speeches:
            clock.tell(began + speech.start - sitting.speeches[0].start)
            if speech.item != current:
                await start(speech.item)
            called = await desk.desk("speaker.call", person=sitting.person(speech.who), until=desk.until())
            started = await desk.desk("speaker.start", speaker=called["speaker"], rev=called["rev"], until=desk.until())
            clock.tell(began + speech.end - sitting.speeches[0].start)
            await desk.desk("speaker.finish", speaker=called["speaker"], rev=started["rev"])
        await desk.close()
    return began


def config_of(sitting):
    config = small_config(sitting.seating.config_sites(), LIMITS, [MODERATOR])
    config["agenda"] = [{"kind": "dialogue", "title": {"vi": title}} for title in sitting.titles]
    return config


with report.test("the minutes are here"):
    need(FILE)
for sitting in read_sittings(FILE) if FILE.exists() else []:
    with tempfile.TemporaryDirectory(prefix="lamrelay-test-") as directory:
        clock = ToldClock(directory)
        rows = Path(directory) / "sites.json"
        with Hub(config_of(sitting), environment=clock.environment) as hub:
            with report.test(f"{len(sitting.speeches)} speeches under {len(sitting.titles)} items replayed"):
                began = asyncio.run(replay(hub, clock, sitting))
            with hub.sign_in(MODERATOR["id"]) as desk:
                rows.write_text(json.dumps([row for (kind, _), row in desk.rows.items() if kind == "site"]))
            hub.stop()
            with report.test("counted from the minutes, from lamrelay export and from the desk's rows"):
                count("count_sitting.py", FILE, "--sitting", sitting.name, "--sites", SITES, "--state", hub.state, "--rows", rows,
                      "--began", str(began))
            with report.test("the chain holds"):
                check_chain(hub)

report.finish()
