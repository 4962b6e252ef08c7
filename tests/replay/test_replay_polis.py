"""Five recorded pol.is conversations replayed through real sockets, every person on a socket of its own: shared/data/REPLAY.md section 4.

What must come out is computed by count_polis.py, which shares no code with this. One conversation alone: test_replay_polis.py NAME.
"""
import asyncio
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from crowd import DATA, LIMITS, MODERATOR, SITES, Crowd, check_chain, count, need
from hub_process import Hub, Report, small_config
from polis import APPROVE, REJECT, SUBMIT, VOTE, Conversation
from socket_client import RpcError

# How many votes may be under way at once. One: each act after the result of the last, as the others between two votes always are.
CONVERSATIONS = {"london.youth.policing": 1, "15-per-hour-seattle": 1, "scoop-hivemind.affordable-housing": 16, "vtaiwan.uberx": 64,
                 "austria-climate.5twd2jsnkf.2022-08-08": 64}
REPLAY_SECONDS = 600        # one conversation, on a machine that does much else; a tenth of it is usual

report = Report()


def config_of(conversation):
    return small_config(conversation.seating.config_sites(), LIMITS, [MODERATOR])


class Replay(Crowd):
    """Sends one act after the other; votes up to `window` at once, those of one person in their order."""

    def __init__(self, hub, conversation):
        super().__init__(hub)
        self.conversation = conversation
        self.question = {}      # comment -> number of its question
        self.poll = {}          # comment -> number of its poll
        self.revision = {}      # poll -> rev
        self.refused = []       # comments whose text was too long

    async def submit(self, act):
        comment = self.conversation.comments[act.comment]
        try:
            result = await self.command(self.conversation.people[comment["author-id"]], "question.submit", text=comment["comment-body"])
            self.question[act.comment] = result["question"]
        except RpcError as error:
            if error.code != "too_long":
                raise
            self.refused.append(act.comment)
        poll, self.revision[poll] = await self.open_poll(act.comment)
        self.poll[act.comment] = poll

    async def approve(self, act):
        if act.comment in self.question:
            await self.desk("question.approve", question=self.question[act.comment], rev=1)

    async def reject(self, act):
        if act.comment in self.question:
            await self.desk("question.reject", question=self.question[act.comment], rev=1, reason="unsuitable")

    async def vote(self, act):
        await self.cast(self.conversation.people[act.voter], self.poll[act.comment], act.choice)

    async def run(self, window):
        doing = {SUBMIT: self.submit, APPROVE: self.approve, REJECT: self.reject}
        votes = []
        for act in self.conversation.acts():
            if act.kind == VOTE:
                votes.append(self.vote(act))
            if votes and (act.kind != VOTE or len(votes) == window):
                await asyncio.gather(*votes)
                votes = []
            if act.kind != VOTE:
                await doing[act.kind](act)
        await asyncio.gather(*votes)

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


async def replay_all(hub, conversation, window):
    replay = Replay(hub, conversation)
    async with asyncio.timeout(REPLAY_SECONDS):
        await replay.sign_in([*conversation.people.values(), MODERATOR["id"]])
        refused_before = (await asyncio.to_thread(hub.metrics))["lamrelay_messages_refused_total"]
        began = time.monotonic()
        await replay.run(window)
        seconds = time.monotonic() - began
        refused = (await asyncio.to_thread(hub.metrics))["lamrelay_messages_refused_total"] - refused_before
        await replay.publish_polls()
        await replay.close()
    print(f"    {len(conversation.comments)} comments and {len(conversation.votes)} votes of {len(conversation.people)} people at "
          f"{sum(count > 0 for count in conversation.seating.counts.values())} sites in {seconds:.1f} s, "
          f"{(len(conversation.comments) + len(conversation.votes)) / seconds:.0f} a second, up to {window} votes at once; "
          f"refused as too long: {', '.join(replay.refused) or 'none'}", flush=True)
    assert refused == len(replay.refused), f"{len(replay.refused)} comments were refused, the hub counts {refused}"


for name in sys.argv[1:] or CONVERSATIONS:
    folder, window = DATA / "polis" / name, CONVERSATIONS[name]
    with report.test(f"{name} is here"):
        need(folder)
    if not folder.exists():
        continue
    conversation = Conversation(folder)
    with Hub(config_of(conversation)) as hub:
        with report.test(f"{name} replayed"):
            asyncio.run(replay_all(hub, conversation, window))
        hub.stop()
        with report.test(f"{name} counted from its files and from lamrelay export"):
            count("count_polis.py", folder, "--sites", SITES, "--state", hub.state, "--window", str(window))
        with report.test(f"{name}: the chain holds"):
            check_chain(hub)

report.finish()
