"""Six recorded speaker queues, each replayed by its own people through real sockets: shared/data/REPLAY.md section 6, read as meeting.py says.

The hub's clock stands where the log says. What must come out is computed by count_queue.py, which shares no code with this.
"""
import asyncio
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from crowd import DATA, LIMITS, MODERATOR, SITES, Crowd, check_chain, count, need
from hub_process import Hub, Report, small_config
from meeting import ASK, BALLOT_CAST, FLOOR, LEAVE, PROPOSE, RESOLVE, Meeting
from socket_client import RpcError
from told_clock import ToldClock

LOGS = ["2022-09-12", "2023-10-04", "2023-12-13", "2024-10-30", "pre-wg/2011-12-13", "pre-wg/2012-11-06"]
TITLE_LETTERS = 200
report = Report()


class Floor(Crowd):
    """The desk's list, as the desk knows it: who waits under which number."""

    def __init__(self, hub, clock, meeting):
        super().__init__(hub, lambda: clock.now)
        self.clock, self.meeting = clock, meeting
        self.began = clock.now
        self.waiting = {}       # nick -> number of the request, in the order of asking
        self.speaks = None      # (nick or name, number, rev)
        self.poll = None        # (number, rev) of the open one
        self.said = {"asked twice": 0, "called from outside": 0, "called by name": 0, "taps that changed nothing": 0, "ballots": 0}

    def person(self, nick):
        return self.meeting.seating.people[nick]

    async def start(self):
        await self.desk("agenda.start", item=1, rev=1, until=self.until())

    async def run(self):
        doing = {ASK: self.ask, LEAVE: self.leave, FLOOR: self.give_floor, PROPOSE: self.propose, RESOLVE: self.resolve,
                 BALLOT_CAST: self.ballot}
        for act in self.meeting.acts():
            self.clock.tell(self.began + act.at)
            await doing[act.kind](act)
        self.clock.tell(self.began + self.meeting.length)
        await self.finish()
        await self.resolve()

    async def ask(self, act):
        try:
            result = await self.command(self.person(act.nick), "speaker.request")
        except RpcError as error:
            assert error.code == "already_waiting" and act.nick in self.waiting, error
            self.said["asked twice"] += 1
            return
        assert act.nick not in self.waiting
        self.waiting[act.nick] = result["speaker"]

    async def leave(self, act):
        number = self.waiting.pop(act.nick, None)
        if number:
            await self.command(self.person(act.nick), "speaker.withdraw", speaker=number)

    def find(self, name, among):
        return name if name in among else next((nick for nick in among if nick.startswith(name)), None)

    async def give_floor(self, act):
        nick = self.find(act.what, self.waiting)
        if not nick and self.speaks and self.speaks[0].startswith(act.what):
            self.said["taps that changed nothing"] += 1
            return
        await self.finish()
        if nick:
            way = {"speaker": self.waiting.pop(nick), "rev": 1}
        elif nick := self.find(act.what, self.meeting.nicks):
            way = {"person": self.person(nick)}
            self.said["called from outside"] += 1
        else:
            way = {"name": act.what}
            self.said["called by name"] += 1
        called = await self.desk("speaker.call", until=self.until(), **way)
        started = await self.desk("speaker.start", speaker=called["speaker"], rev=called["rev"], until=self.until())
        self.speaks = nick or act.what, called["speaker"], started["rev"]

    async def finish(self):
        if self.speaks:
            await self.desk("speaker.finish", speaker=self.speaks[1], rev=self.speaks[2])
        self.speaks = None

    async def propose(self, act):
        await self.resolve()
        self.poll = await self.open_poll(act.what[:TITLE_LETTERS])

    async def resolve(self, _=None):
        if self.poll:
            await self.desk("poll.close", poll=self.poll[0], rev=self.poll[1], until=self.until())
        self.poll = None

    async def ballot(self, act):
        if self.poll:
            await self.cast(self.person(act.nick), self.poll[0], act.what)
            self.said["ballots"] += 1


async def replay(hub, clock, meeting):
    floor = Floor(hub, clock, meeting)
    async with asyncio.timeout(120):
        await floor.sign_in([*meeting.seating.people.values(), MODERATOR["id"]])
        await floor.start()
        await floor.run()
        await floor.close()
    print(f"    {meeting.length // 60000} minutes; " + ", ".join(f"{what} {times}" for what, times in floor.said.items()), flush=True)
    return floor.began


for name in LOGS:
    folder = DATA / "queue" / "json-ld" / name
    with report.test(f"{name} is here"):
        need(folder)
    if not folder.exists():
        continue
    with tempfile.TemporaryDirectory(prefix="lamrelay-test-") as directory:
        clock, meeting = ToldClock(directory), Meeting(folder)
        config = small_config(meeting.seating.config_sites(), {**LIMITS, "pollCloseNoticeMs": 0}, [MODERATOR])
        rows = Path(directory) / "sites.json"
        with Hub(config, environment=clock.environment) as hub:
            with report.test(f"{name} replayed"):
                began = asyncio.run(replay(hub, clock, meeting))
            with hub.sign_in(MODERATOR["id"]) as desk:
                rows.write_text(json.dumps([row for (kind, _), row in desk.rows.items() if kind == "site"]))
            hub.stop()
            with report.test(f"{name} counted from its log, from lamrelay export and from the desk's rows"):
                count("count_queue.py", folder / "irc.log", "--sites", SITES, "--state", hub.state, "--rows", rows, "--began", str(began))
            with report.test(f"{name}: the chain holds"):
                check_chain(hub)

report.finish()
