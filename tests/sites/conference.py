"""A hub, the processes of its sites, the ways between them, and everybody who is there.

    with Conference(spread(80, 4)) as conference:       # the hub runs
        authority = conference.start_sites()
        conference.crowd = Crowd(conference.directory, authority, conference.roster())
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, PROGRAM, new_key, run_program, soon
from link_hub import SiteProcess
from paths import Paths

CROWD = Path(PROGRAM).parent / "tests" / "crowd" / "crowd"
SITES_AT_ONCE = 16      # of one `lamrelay certificate`
LIMITS = {"people": 20000, "connections": 20000, "connectionsPerAddress": 20000, "messagesPerMinute": 6000, "messagesBurst": 1000}


def spread(people, sites):
    """{site: people} of so many sites; none differs from another by more than one."""
    return {f"dc{place + 1:02d}": people // sites + (place < people % sites) for place in range(sites)}


def make_config(counts):
    config = {
        "id": "sites", "title": {"vi": "Hội nghị nhiều điểm cầu"}, "theme": {"vi": "Thử liên kết"}, "addresses": [],
        "sites": [{"id": "hall", "name": {"vi": "Hội trường"}, "kind": "hall", "people": 5}] +
                 [{"id": site, "name": {"vi": f"Điểm cầu {site}"}, "kind": "remote", "people": count} for site, count in counts.items()],
        "topics": [{"id": "economy", "name": {"vi": "Kinh tế"}}],
        "agenda": [{"kind": "dialogue", "title": {"vi": "Đối thoại"}}, {"kind": "vote", "title": {"vi": "Biểu quyết"}}],
        "accounts": [{"id": "moderator-1", "name": "Điều phối 1", "roles": ["moderator"]}, {"id": "chair", "name": "Chủ trì", "roles": ["chair"], "site": "hall"}],
        "limits": LIMITS,
    }
    for site in counts:
        config["accounts"] += [{"id": f"operator-{site}", "name": f"Vận hành {site}", "roles": ["operator"], "site": site},
                               {"id": f"display-{site}", "name": f"Màn hình {site}", "roles": ["display"], "site": site}]
    return config


class Crowd:
    """The process of tests/crowd."""

    def __init__(self, directory, authority, roster, name="crowd", spread_out=False):
        self.directory, self.log_path = directory, directory / f"{name}.log"
        path = directory / f"{name}.roster"
        path.write_text("".join(" ".join(map(str, line)) + "\n" for line in roster))
        command = [str(CROWD), "--authority", str(authority), "--roster", str(path)] + (["--spread"] if spread_out else [])
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)

    def order(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def figures(self):
        self.order("figures")
        return json.loads(self.process.stdout.readline())

    def ledger(self):
        """What they wished and were told: (commands, rows my_ballot shown last)."""
        path = self.directory / "ledger.json"
        self.order("ledger", path)
        assert self.process.stdout.readline() == "written\n"
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        return [line for line in lines if "method" in line], [line for line in lines if "shown" in line]

    def log(self):
        return self.log_path.read_text(errors="replace")

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait(30)
            self.process.stdout.close()
            self.process = None


class Way:
    """Where a site's link goes, and with what: the hub's certificate is its own authority."""

    def __init__(self, hub, site, path):
        self.directory, self.port, self.authority, self.path = hub.directory, path.port, hub.certificate, path
        self.site_certificate, self.site_key = hub.directory / f"site-{site}.pem", hub.directory / f"site-{site}.key"


class Conference:
    def __init__(self, counts):
        """`counts`: {site: people}."""
        self.counts = counts
        self.directory = Path(tempfile.mkdtemp(prefix="lamrelay-sites-"))
        self.paths = Paths()
        self.sites, self.ways, self.ports = {}, {}, {}
        self.crowd = None
        self._begin()

    def _begin(self):
        names = list(self.counts)
        for at in range(0, len(names), SITES_AT_ONCE):
            words = [word for site in names[at:at + SITES_AT_ONCE] for word in ("--site", site)]
            made = run_program("certificate", "--dir", self.directory, *words)
            assert made.returncode == 0, made.stderr
        self.hub = Hub(make_config(self.counts), self.directory, arguments=["--link-port", "0", "--link-ca", self.directory / "link-authority.pem"])
        self.link_port = self.said_link_port()
        self.hub.arguments[1] = str(self.link_port)     # the same after a restart
        self.codes = {row["person"]: row for row in self.hub.codes()}

    def said_link_port(self):
        return int(re.search(r"sites on port (\d+)", self.hub.process.stdout.readline())[1])

    def start_sites(self):
        for site in self.counts:
            self.ways[site] = Way(self.hub, site, self.paths.add(self.link_port))
            self.sites[site] = SiteProcess(self.ways[site], self.directory / f"folder-{site}", name=site)
            self.ports[site] = self.sites[site].port
        return self.authority()

    def authority(self):
        """A file with the certificates that browsers meet."""
        path = self.directory / "authorities.pem"
        path.write_text("".join(Path(path).read_text() for path in [self.hub.certificate, *(site.certificate for site in self.sites.values())]))
        return path

    # --- people ---

    def people(self, site):
        return [f"{site}-{number:04d}" for number in range(1, self.counts[site] + 1)]

    def roster(self, also_hub=0):
        """Site by site; of every `also_hub`-th person the phone can reach the hub, too. Without processes of sites everybody goes to the hub."""
        lines = []
        for site in self.counts:
            for place, person in enumerate(self.people(site)):
                line = [person, self.codes[person]["code"], self.ports.get(site, self.hub.port)]
                lines.append(line + [self.hub.port] if also_hub and place % also_hub == 0 else line)
        return lines

    def place(self, site):
        """(first, count) of its people in the roster."""
        before = 0
        for name, count in self.counts.items():
            if name == site:
                return before, count
            before += count

    @property
    def people_count(self):
        return sum(self.counts.values())

    def arrive(self, people_a_second=250):
        self.crowd.order("connect", self.people_count / people_a_second, 0, self.people_count)
        self._wait(lambda figures: figures["here"] == self.people_count, 600, "everybody's arrival")

    def cast(self, poll, seconds, site=None):
        first, count = self.place(site) if site else (0, self.people_count)
        self.crowd.order("cast", seconds, first, count, poll)

    def settle(self, seconds=600):
        """Until everybody has every answer; the figures then."""
        return self._wait(lambda figures: figures["actsLeft"] == 0 and figures["answered"] == figures["commands"], seconds, "the last answer")

    def _wait(self, holds, seconds, what):
        ends = time.monotonic() + seconds
        while not holds(figures := self.crowd.figures()):
            if time.monotonic() > ends:
                raise AssertionError(f"{what} did not happen in {seconds} s: {figures}\n{self.crowd.log()}")
            time.sleep(0.3)
        return figures

    # --- the desk ---

    def desk(self, method, person="moderator-1", **params):
        with self.hub.sign_in(person, timeout=60) as desk:
            return desk.call(method, {"key": new_key(), **params})

    def poll_row(self, poll):
        with self.hub.sign_in("moderator-1", timeout=60) as desk:
            return desk.rows[("poll", poll)]

    def open_poll(self, title, results):
        drafted = self.desk("poll.draft", title={"vi": title}, results=results)
        return self.desk("poll.open", poll=drafted["poll"], rev=drafted["rev"], until=soon())["poll"]

    def publish_poll(self, poll):
        return self.desk("poll.publish", poll=poll, rev=self.poll_row(poll)["rev"], until=soon())

    def close_poll(self, poll):
        return self.desk("poll.close", poll=poll, rev=self.poll_row(poll)["rev"], until=soon())

    # --- processes ---

    def start_hub(self):
        self.hub.start()
        assert self.said_link_port() == self.link_port

    def start_twice(self, site):
        """A second process with the same certificate, on an empty folder."""
        return SiteProcess(self.ways[site], self.directory / f"folder-{site}-second", name=f"{site}-second")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is not None and self.crowd:
                print(self.crowd.log()[-3000:], flush=True)
            if self.crowd:
                self.crowd.close()
            for site in self.sites.values():
                site.kill()
            self.hub.kill()
            self.paths.close()
        finally:
            if kind is None or not os.environ.get("SITES_KEEP"):
                shutil.rmtree(self.directory, ignore_errors=True)
            else:
                print(f"kept: {self.directory}")


def process_seconds(pid):
    """CPU time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
