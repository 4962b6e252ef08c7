"""The people of a replayed conference, each on a socket of its own.

    crowd = Crowd(hub)
    await crowd.sign_in(["moderator-1", "hall-0001"])
    result = await crowd.command("hall-0001", "question.submit", text="...")     # or RpcError
"""
import asyncio
import base64
import csv
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from async_client import AsyncClient
from hub_process import PROGRAM, Skip, run_program
from socket_client import tls_context

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("LAMRELAY_DATA", ROOT.parent / "shared" / "data"))
SITES = DATA / "sites" / "nghe-an-33-sites.csv"
MODERATOR = {"id": "moderator-1", "name": "Điều phối 1", "roles": ["moderator"]}
# One act of one person can follow the last within a millisecond here.
LIMITS = {"polls": 1000, "openPolls": 1000, "messagesPerMinute": 10_000_000, "messagesBurst": 1_000_000,
          "questionsPerMinute": 1_000_000, "questionsBurst": 1_000_000, "connectionsPerAddress": 10_000}
HALL_PEOPLE = 875


def need(path):
    """Skip when this part of the recorded data is not here."""
    if not path.exists():
        raise Skip("the recorded data is not here (shared/data beside the project)")
    return path


def count(script, *arguments):
    """Runs a script of this folder that computes from the files what must be there; its lines are shown, a difference fails."""
    said = subprocess.run([sys.executable, Path(__file__).with_name(script), *arguments, "--program", PROGRAM], capture_output=True, text=True,
                          timeout=120)
    print("".join(f"    {line}\n" for line in said.stdout.splitlines()), end="", flush=True)
    assert said.returncode == 0, f"{script} finds differences\n{said.stdout}{said.stderr}"


def check_chain(hub):
    said = run_program("verify", "--dir", hub.state)
    assert said.returncode == 0, said.stderr


def random_text(size):
    return base64.urlsafe_b64encode(os.urandom(size)).decode().rstrip("=")


def digest_number(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class Seating:
    """The site and the id that each identity of a recorded event gets: shared/data/REPLAY.md section 4, by the hash of its name."""

    def __init__(self, event, identities, sites_file=SITES):
        self.event = event
        with open(sites_file, newline="", encoding="utf-8") as file:
            self.sites = [(f"dc{int(row['site']):02d}", int(row["assumed_delegates"])) for row in csv.DictReader(file)]
        self.counts = {"hall": 0} | {site: 0 for site, _ in self.sites}
        self.people = {}        # identity -> id in the hub, counted from 1 within its site
        for identity in identities:
            site = self.site_of(identity)
            self.counts[site] += 1
            self.people[identity] = f"{site}-{self.counts[site]:04d}"

    def site_of(self, identity):
        place = digest_number(f"site:{self.event}:{identity}") % (HALL_PEOPLE + sum(count for _, count in self.sites))
        if place < HALL_PEOPLE:
            return "hall"
        place -= HALL_PEOPLE
        for site, count in self.sites:
            if place < count:
                return site
            place -= count
        raise AssertionError("beyond the last site")

    def config_sites(self):
        """As small_config takes them."""
        return [(site, "hall" if site == "hall" else "remote", count) for site, count in self.counts.items()]


class Crowd:
    """`now` gives hub time in milliseconds."""

    def __init__(self, hub, now=lambda: int(time.time() * 1000)):
        self.hub, self.now = hub, now
        self.clients = {}       # person -> AsyncClient
        self.device = {}        # person -> its device
        self.counter = {}       # (person, poll) -> the last used

    async def sign_in(self, people):
        context = tls_context(str(self.hub.certificate))
        gate = asyncio.Semaphore(16)

        async def one(person, credentials):
            async with gate:
                client = await AsyncClient.connect(self.hub.port, context)
                opened = await client.call("session.open", credentials)
                await client.call("hello", {"v": 1, "token": opened["token"]})
                self.clients[person], self.device[person] = client, random_text(8)
        rows = {row["person"]: row for row in await asyncio.to_thread(self.hub.codes)}
        await asyncio.gather(*(one(person, credentials(rows[person])) for person in people))

    async def command(self, actor, method, /, **params):
        return await self.clients[actor].call(method, {"key": random_text(16), **params})

    async def desk(self, method, /, **params):
        return await self.command(MODERATOR["id"], method, **params)

    def until(self):
        return self.now() + 5000

    async def open_poll(self, title):
        """(number, rev) of a yes-no-abstain poll with hidden results."""
        drafted = await self.desk("poll.draft", title={"vi": title}, results="hidden")
        opened = await self.desk("poll.open", poll=drafted["poll"], rev=drafted["rev"], until=self.until())
        return drafted["poll"], opened["rev"]

    async def cast(self, person, poll, choice):
        counter = self.counter[person, poll] = self.counter.get((person, poll), 0) + 1
        await self.command(person, "poll.cast", poll=poll, device=self.device[person], counter=counter, choice=choice)

    async def close(self):
        await asyncio.gather(*(client.close() for client in self.clients.values()))


def credentials(row):
    return {"name": row["person"], "password": row["password"]} if row["password"] else {"code": row["code"].replace("-", "")}
