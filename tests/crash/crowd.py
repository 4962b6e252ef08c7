"""The clients of the crash test: twenty participants and two moderators that act at a steady pace, lose their hub, come back, send again
what was not answered and some of what was, and go on."""
import asyncio
import base64
import os

from async_client import AsyncClient
from fold import Fold
from socket_client import Closed, Refused

POLLS = 3                   # open all the time
OUTSTANDING_MOST = 64       # requests of one connection without an answer
AGAIN_SECONDS = 0.1         # before a command is sent again after an answer that was not final
GONE = (Closed, Refused, OSError, TimeoutError)


def new_key():
    return base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")


class Person:
    """One client with what it keeps: token, rows, device, counters."""

    def __init__(self, crowd, identity, token):
        self.crowd, self.identity, self.token = crowd, identity, token
        self.fold = Fold()
        self.device = base64.urlsafe_b64encode(os.urandom(8)).decode().rstrip("=")
        self.counters = {}
        self.questions, self.speakers = [], []      # ids of its own
        self.client = None
        self.outstanding = 0

    @property
    def connected(self):
        return self.client is not None and not self.client.gone.done()

    async def connect(self):
        """On a new socket: says hello with its cursors."""
        self.client = await AsyncClient.connect(self.crowd.port, self.crowd.context, self.fold.take_notice)
        self.outstanding = 0
        await self.hello()

    async def hello(self):
        self.fold.take_hello(await self.client.call("hello", self.fold.hello(self.token)))

    def send(self, command):
        client = self.client
        self.outstanding += 1
        client.request(command.method, command.params).add_done_callback(lambda future: self._answered(client, command, future))

    def _answered(self, client, command, future):
        if client is not self.client or future.cancelled() or future.exception():
            return      # no answer: it stays in the ledger as it is
        self.outstanding -= 1
        first = self.crowd.ledger.take(command, future.result())
        if first and command.accepted:
            self.crowd.accepted(self, command)
        elif command.first is None:
            asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._send_if, client, command)

    def _send_if(self, client, command):
        if client is self.client and self.connected:
            self.send(command)

    def act(self, method, **params):
        """A new wish: in the ledger first, then on the wire."""
        self.send(self.crowd.ledger.write(self.identity, method, {"key": new_key(), **params}))


class Crowd:
    def __init__(self, ledger, random, context):
        self.ledger, self.random, self.context = ledger, random, context
        self.port = None
        self.people = {}
        self.undecided = []         # questions that wait for a moderator
        self.number = 0

    def add(self, identity, token):
        self.people[identity] = Person(self, identity, token)

    @property
    def participants(self):
        return [person for person in self.people.values() if not person.identity.startswith("moderator")]

    @property
    def moderators(self):
        return [person for person in self.people.values() if person.identity.startswith("moderator")]

    def accepted(self, person, command):
        """What an accepted command lets people do next."""
        if command.method == "question.submit":
            person.questions.append(command.value["question"])
            self.undecided.append(command.value["question"])
        elif command.method == "speaker.request":
            person.speakers.append(command.value["speaker"])

    # --- one life of the hub ---

    async def connect(self, port):
        """Everybody, some at a time; who fails is left without a connection."""
        self.port = port
        gate = asyncio.Semaphore(8)

        async def one(person):
            async with gate:
                try:
                    await person.connect()
                except GONE:
                    if person.client:
                        person.client.abort()
        await asyncio.gather(*map(one, self.people.values()))

    def resend(self, sample):
        """What was never answered, in the order made, and some of what was."""
        answered = self.ledger.answered()
        chosen = self.random.sample(answered, min(sample, len(answered)))
        for command in self.ledger.unanswered() + chosen:
            person = self.people[command.person]
            if person.connected:
                person.send(command)

    async def load(self, rate, seconds):
        """New commands at this rate, all people together, in bursts, until the time is over or the hub is gone."""
        loop = asyncio.get_running_loop()
        begin, made = loop.time(), 0
        while any(person.connected for person in self.people.values()):
            now = loop.time()
            while made < (now - begin) * rate:
                made += 1
                self.act()
            if now - begin > seconds:
                return
            await self.close_gaps()
            await asyncio.sleep(self.random.uniform(0, 0.1))

    async def close_gaps(self):
        for person in self.people.values():
            if person.fold.gap and person.connected:
                person.fold.gap = False
                try:
                    await person.hello()
                except GONE:
                    pass

    def disconnect(self):
        """Every link breaks. Until now the hub had no reason to close one, nor to answer anything twice."""
        for person in self.people.values():
            if person.client:
                if person.client.close_code or person.client.strays:
                    self.ledger.fault(f"{person.identity}: close code {person.client.close_code}, {person.client.strays} stray answers")
                person.client.abort()

    # --- acts ---

    def act(self):
        """One act of somebody who is there and not too far behind."""
        moderates = self.undecided and self.random.random() < 0.15
        able = [person for person in (self.moderators if moderates else self.participants)
                if person.connected and person.outstanding < OUTSTANDING_MOST]
        if not able:
            return
        person = self.random.choice(able)
        if moderates:
            self.decide(person)
        else:
            choices, weights = zip(*ACTS)
            self.random.choices(choices, weights)[0](self, person)

    def decide(self, person):
        """Now and then both moderators decide the same question."""
        place = self.random.randrange(len(self.undecided))
        question = self.undecided[place]
        if self.random.random() < 0.8:
            self.undecided.pop(place)
        if self.random.random() < 0.7:
            person.act("question.approve", question=question, rev=1)
        else:
            person.act("question.reject", question=question, rev=1, reason="unclear")

    def submit(self, person):
        self.number += 1
        topic = "nowhere" if self.random.random() < 0.15 else "economy"     # not_found: a refusal that is remembered
        person.act("question.submit", text=f"Câu hỏi số {self.number} của {person.identity}?", topic=topic)

    def withdraw_question(self, person):
        own = person.questions and self.random.random() < 0.8
        person.act("question.withdraw", question=self.random.choice(person.questions) if own else self.random.randint(1, 2_000_000))

    def request_floor(self, person):
        person.act("speaker.request", item=1)

    def withdraw_speaker(self, person):
        own = person.speakers and self.random.random() < 0.9
        person.act("speaker.withdraw", speaker=person.speakers[-1] if own else self.random.randint(1, 2_000_000))

    def cast(self, person):
        poll = self.random.randint(1, POLLS)
        used = person.counters.get(poll, 0)
        again = used and self.random.random() < 0.05                        # counter_used: remembered too
        counter = used if again else used + 1
        person.counters[poll] = counter
        person.act("poll.cast", poll=poll, device=person.device, counter=counter, choice=self.random.choice(["yes", "no", "abstain"]))


ACTS = [(Crowd.cast, 60), (Crowd.submit, 20), (Crowd.request_floor, 8), (Crowd.withdraw_speaker, 7), (Crowd.withdraw_question, 5)]
