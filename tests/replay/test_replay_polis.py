"""Two recorded pol.is conversations replayed through real sockets, every person on a socket of its own: shared/data/REPLAY.md section 4.

What must come out is computed by count.py, which shares no code with this.
"""
import asyncio
import base64
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
from async_client import AsyncClient
from hub_process import PROGRAM, Hub, Report, Skip, run_program, small_config
from polis import APPROVE, REJECT, SUBMIT, VOTE, Conversation
from socket_client import RpcError, tls_context

DATA = Path(os.environ.get("LAMRELAY_DATA", ROOT.parent / "shared" / "data"))
SITES = DATA / "sites" / "nghe-an-33-sites.csv"
CONVERSATIONS = ["london.youth.policing", "15-per-hour-seattle"]
REPLAY_SECONDS = 240
# One question of one person can follow the last within a millisecond here, and every comment has its poll open to the end.
LIMITS = {"polls": 1000, "openPolls": 1000, "messagesPerMinute": 10_000_000, "messagesBurst": 1_000_000,
          "questionsPerMinute": 1_000_000, "questionsBurst": 1_000_000, "connectionsPerAddress": 10_000}
MODERATOR = {"id": "moderator-1", "name": "Điều phối 1", "roles": ["moderator"]}

report = Report()


def config_of(conversation):
    people = [(site, "hall" if site == "hall" else "remote", count) for site, count in conversation.seats().items()]
    return small_config(people, LIMITS, [MODERATOR])


def random_text(size):
    return base64.urlsafe_b64encode(os.urandom(size)).decode().rstrip("=")


class Replay:
    """Sends one act after the other, each when the result of the one before has come."""

    def __init__(self, hub, conversation):
        self.hub, self.conversation = hub, conversation
        self.clients = {}       # person -> AsyncClient
        self.device = {}        # person -> its device
        self.counter = {}       # (person, poll) -> the last used
        self.question = {}      # comment -> number of its question
        self.poll = {}          # comment -> number of its poll
        self.revision = {}      # poll -> rev
        self.refused = []       # comments whose text was too long

    async def sign_in(self):
        context = tls_context(str(self.hub.certificate))
        gate = asyncio.Semaphore(16)

        async def one(person, credentials):
            async with gate:
                client = await AsyncClient.connect(self.hub.port, context)
                opened = await client.call("session.open", credentials)
                await client.call("hello", {"v": 1, "token": opened["token"]})
                self.clients[person], self.device[person] = client, random_text(8)
        people = {row["person"]: row for row in await asyncio.to_thread(self.hub.codes)}
        wanted = [*self.conversation.people.values(), MODERATOR["id"]]
        await asyncio.gather(*(one(person, credentials(people[person])) for person in wanted))

    async def command(self, person, method, **params):
        return await self.clients[person].call(method, {"key": random_text(16), **params})

    async def desk(self, method, **params):
        return await self.command(MODERATOR["id"], method, **params)

    @staticmethod
    def until():
        return int(time.time() * 1000) + 5000

    async def submit(self, act):
        comment = self.conversation.comments[act.comment]
        try:
            result = await self.command(self.conversation.people[comment["author-id"]], "question.submit", text=comment["comment-body"])
            self.question[act.comment] = result["question"]
        except RpcError as error:
            if error.code != "too_long":
                raise
            self.refused.append(act.comment)
        drafted = await self.desk("poll.draft", title={"vi": act.comment}, results="hidden")
        opened = await self.desk("poll.open", poll=drafted["poll"], rev=drafted["rev"], until=self.until())
        self.poll[act.comment] = drafted["poll"]
        self.revision[drafted["poll"]] = opened["rev"]

    async def approve(self, act):
        if act.comment in self.question:
            await self.desk("question.approve", question=self.question[act.comment], rev=1)

    async def reject(self, act):
        if act.comment in self.question:
            await self.desk("question.reject", question=self.question[act.comment], rev=1, reason="unsuitable")

    async def vote(self, act):
        person, poll = self.conversation.people[act.voter], self.poll[act.comment]
        counter = self.counter[person, poll] = self.counter.get((person, poll), 0) + 1
        await self.command(person, "poll.cast", poll=poll, device=self.device[person], counter=counter, choice=act.choice)

    async def run(self):
        doing = {SUBMIT: self.submit, APPROVE: self.approve, REJECT: self.reject, VOTE: self.vote}
        for act in self.conversation.acts():
            await doing[act.kind](act)

    async def publish_polls(self):
        """Closes all; the end of the last is the end of all."""
        for poll in self.revision:
            result = await self.desk("poll.close", poll=poll, rev=self.revision[poll], until=self.until())
            self.revision[poll] = result["rev"] + 2     # closing and closed follow by themselves
        for poll in self.revision:
            await self.when_closed(poll)

    async def when_closed(self, poll):
        while True:
            try:
                return await self.desk("poll.publish", poll=poll, rev=self.revision[poll], until=self.until())
            except RpcError as error:
                if error.code != "stale_rev":
                    raise
            await asyncio.sleep(0.05)

    async def close(self):
        await asyncio.gather(*(client.close() for client in self.clients.values()))


def credentials(row):
    return {"name": row["person"], "password": row["password"]} if row["password"] else {"code": row["code"].replace("-", "")}


async def replay_all(hub, conversation):
    replay = Replay(hub, conversation)
    async with asyncio.timeout(REPLAY_SECONDS):
        await replay.sign_in()
        refused_before = (await asyncio.to_thread(hub.metrics))["lamrelay_messages_refused_total"]
        began = time.monotonic()
        await replay.run()
        seconds = time.monotonic() - began
        refused = (await asyncio.to_thread(hub.metrics))["lamrelay_messages_refused_total"] - refused_before
        await replay.publish_polls()
        await replay.close()
    print(f"    {len(conversation.comments)} comments and {len(conversation.votes)} votes of {len(conversation.people)} people at "
          f"{sum(count > 0 for count in conversation.seats().values())} sites in {seconds:.1f} s, "
          f"{(len(conversation.comments) + len(conversation.votes)) / seconds:.0f} a second, each after the result of the last; "
          f"refused as too long: {', '.join(replay.refused) or 'none'}", flush=True)
    assert refused == len(replay.refused), f"{len(replay.refused)} comments were refused, the hub counts {refused}"


def count(folder, hub):
    counter = Path(__file__).with_name("count.py")
    said = subprocess.run([sys.executable, counter, folder, "--sites", SITES, "--state", hub.state, "--program", PROGRAM],
                          capture_output=True, text=True, timeout=120)
    print("".join(f"    {line}\n" for line in said.stdout.splitlines()), end="", flush=True)
    assert said.returncode == 0, f"count.py finds differences\n{said.stdout}{said.stderr}"


for name in CONVERSATIONS:
    folder = DATA / "polis" / name
    if not folder.exists():
        for what in ("replayed", "counted"):
            with report.test(f"{name} {what}"):
                raise Skip("the recorded conversations are not here (shared/data beside the project)")
        continue
    conversation = Conversation(folder, SITES)
    with Hub(config_of(conversation)) as hub:
        with report.test(f"{name} replayed"):
            asyncio.run(replay_all(hub, conversation))
        hub.stop()
        with report.test(f"{name} counted from its files and from lamrelay export"):
            count(folder, hub)
        with report.test(f"{name}: the chain holds"):
            said = run_program("verify", "--dir", hub.state)
            assert said.returncode == 0, said.stderr

report.finish()
