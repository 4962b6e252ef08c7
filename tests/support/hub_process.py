"""Starts and stops the real hub for tests: a temporary directory, a certificate of its own, a small conference, codes for its people.

    with Hub() as hub:                      # ready when this line is done
        codes = hub.codes()                 # rows of `lamrelay codes`
        client = hub.sign_in("hall-0001")   # a SocketClient that has said hello with its token
    # left: SIGTERM, exit code 0 and a log without sanitizer reports are checked

Each test program prints `ok NAME`, `FAIL NAME: why`, `skip NAME: why` and at last `N passed, N failed`: see Report.
"""
import base64
import csv
import http.client
import io
import json
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from socket_client import SocketClient, tls_context

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LAMRELAY") or str(ROOT / "build" / "dev" / "lamrelay")
SANITIZER = re.compile(r"(AddressSanitizer|LeakSanitizer|runtime error:|ThreadSanitizer)")
READY_SECONDS = 60
STOP_SECONDS = 30


class Report:
    """Counts. Use as `with report.test("name"): ...`; an exception is a failure, Skip a skip."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def test(self, name):
        return _Test(self, name)

    def finish(self):
        tail = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{tail}", flush=True)
        sys.exit(1 if self.failed else 0)


class Skip(Exception):
    """The test cannot be done on this machine; says why."""


class _Test:
    def __init__(self, report, name):
        self.report, self.name = report, name

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None:
            self.report.passed += 1
            print(f"ok {self.name}", flush=True)
        elif isinstance(error, Skip):
            self.report.skipped += 1
            print(f"skip {self.name}: {error}", flush=True)
        elif isinstance(error, Exception):
            self.report.failed += 1
            why = str(error).strip() or kind.__name__
            print(f"FAIL {self.name}: {why}", flush=True)
            traceback.print_exception(kind, error, trace)
        else:
            return False
        return True


def small_config(people=(("hall", "hall", 30), ("dc01", "remote", 10)), limits=None, accounts=None):
    """A conference as `lamrelay check` takes it. `limits` go into the configuration's section of that name."""
    config = {
        "id": "test",
        "title": {"vi": "Hội nghị thử", "en": "Test conference"},
        "theme": {"vi": "Thử", "en": "Test"},
        "addresses": [],
        "sites": [{"id": site, "name": {"vi": f"Điểm cầu {site}"}, "kind": kind, "people": count} for site, kind, count in people],
        "topics": [{"id": "economy", "name": {"vi": "Kinh tế", "en": "Economy"}}],
        "agenda": [
            {"kind": "dialogue", "title": {"vi": "Đối thoại"}},
            {"kind": "vote", "title": {"vi": "Biểu quyết"}},
        ],
        "accounts": accounts if accounts is not None else [
            {"id": "admin", "name": "Quản trị", "roles": ["admin"]},
            {"id": "moderator-1", "name": "Điều phối 1", "roles": ["moderator"]},
            {"id": "moderator-2", "name": "Điều phối 2", "roles": ["moderator"]},
            {"id": "chair", "name": "Chủ trì", "roles": ["chair"], "site": people[0][0]},
            {"id": "display", "name": "Màn hình", "roles": ["display"], "site": people[0][0]},
            {"id": "operator", "name": "Vận hành", "roles": ["operator"], "site": people[-1][0]},
        ],
    }
    if limits:
        config["limits"] = limits
    return config


def make_certificate(directory, days=30, name="localhost", prefix="server"):
    """A certificate that signs itself: (certificate, key) paths. `days` may be negative: already expired."""
    certificate, key = str(Path(directory) / f"{prefix}.pem"), str(Path(directory) / f"{prefix}.key")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
               certificate, "-days", str(max(days, 1)), "-subj", f"/CN={name}", "-addext",
               f"subjectAltName=DNS:{name},IP:127.0.0.1,IP:::1"]
    subprocess.run(command, check=True, capture_output=True)
    if days < 0:
        _make_expired(directory, certificate, key, name)
    return certificate, key


def _make_expired(directory, certificate, key, name):
    """`openssl req` knows no past dates, `openssl ca` does."""
    folder = Path(directory) / "expired-ca"
    folder.mkdir()
    (folder / "index").touch()
    (folder / "serial").write_text("01\n")
    (folder / "config").write_text(
        f"[ca]\ndefault_ca=d\n[d]\ndatabase={folder}/index\nserial={folder}/serial\nnew_certs_dir={folder}\ndefault_md=sha256\n"
        "policy=p\n[p]\ncommonName=supplied\n")
    request = str(folder / "request")
    subprocess.run(["openssl", "req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request], check=True, capture_output=True)
    subprocess.run(["openssl", "ca", "-batch", "-config", str(folder / "config"), "-selfsign", "-keyfile", key, "-in", request, "-out",
                    certificate, "-startdate", "20200101000000Z", "-enddate", "20200201000000Z"], check=True, capture_output=True)


def run_program(*arguments, timeout=60, **options):
    """Runs `lamrelay ...` to its end: CompletedProcess with texts."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, **options)


def is_sanitized():
    """Whether the program was built with AddressSanitizer: its memory says little about ours."""
    return b"__asan_init" in Path(PROGRAM).read_bytes()


def waits_for_nobody(config, environment):
    """Where the clock stands (told_clock.py), a command that waits for others would wait for ever."""
    if "TOLD_CLOCK" not in (environment or {}):
        return config
    return {**config, "limits": {"commandsGatherMs": 0, **config.get("limits", {})}}


class Hub:
    """One hub process. `under` is a command put before the program's name (strace, say); `environment` is added."""

    def __init__(self, config=None, directory=None, pages=None, port=0, under=(), environment=None, arguments=(), start=True):
        self.owned = directory is None
        self.directory = Path(directory or tempfile.mkdtemp(prefix="lamrelay-test-"))
        self.directory.mkdir(exist_ok=True)
        self.state = self.directory / "state"
        self.config_path = self.directory / "conference.json"
        if config is not None or not self.config_path.exists():
            self.config_path.write_text(json.dumps(waits_for_nobody(config or small_config(), environment), ensure_ascii=False))
        self.certificate, self.key = self.directory / "server.pem", self.directory / "server.key"
        if not self.certificate.exists():
            make_certificate(self.directory)
        self.pages, self.wanted_port, self.under, self.arguments = pages, port, list(under), list(arguments)
        self.environment = dict(os.environ, **(environment or {}))
        self.log_path = self.directory / "hub.log"
        self.process = None
        self.port = None
        self._codes = None
        self._tokens = {}
        if start:
            self.start()

    # --- the process ---

    def command(self):
        command = [*self.under, PROGRAM, "hub", "--config", self.config_path, "--dir", self.state, "--certificate", self.certificate,
                   "--key", self.key, "--port", self.wanted_port or 0, *self.arguments]
        if self.pages:
            command += ["--pages", self.pages]
        return [str(word) for word in command]

    def start(self):
        log = open(self.log_path, "ab")
        self.process = subprocess.Popen(self.command(), stdout=subprocess.PIPE, stderr=log, env=self.environment, text=True)
        log.close()
        line = self._first_line()
        found = re.search(r"ready on port (\d+)", line)
        if not found:
            self.process.wait(STOP_SECONDS)
            raise RuntimeError(f"the hub did not start: {line!r}\n{self.log()}")
        self.port = int(found[1])
        self.wanted_port = self.port  # the next start takes the same one

    def _first_line(self):
        """Raises when nothing is said for READY_SECONDS."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(READY_SECONDS):
                self.kill()
                raise RuntimeError(f"the hub said nothing\n{self.log()}")
        return self.process.stdout.readline()

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def stop(self, expect=0):
        """SIGTERM, and what every test wants of the end: the exit code, no report of a sanitizer."""
        if self.process is None:
            return
        self.signal(signal.SIGTERM)
        code = self.process.wait(STOP_SECONDS)
        self._forget()
        if SANITIZER.search(self.log()):
            raise AssertionError(f"a sanitizer has something to say:\n{self.log()[-8000:]}")
        if expect is not None and code != expect:
            raise AssertionError(f"exit code {code}, not {expect}\n{self.log()[-4000:]}")

    def kill(self):
        """SIGKILL, and no question asked."""
        if self.process is not None:
            try:
                self.signal(signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait(STOP_SECONDS)
            self._forget()

    def signal(self, number):
        """To the hub itself, also when it runs under something."""
        os.kill(self.pid(), number)

    def pid(self):
        if not self.under:
            return self.process.pid
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else self.process.pid

    def _forget(self):
        self.process.stdout.close()
        self.process = None

    def restart(self):
        self.stop()
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self.stop()
            else:
                self.kill()
                print(f"    the hub's log ends:\n{self.log()[-3000:]}", flush=True)
        finally:
            self.kill()
            if self.owned:
                shutil.rmtree(self.directory, ignore_errors=True)

    # --- people ---

    def codes(self, site=None):
        """The rows of `lamrelay codes` as dicts, made once for everybody, or anew for a site."""
        if site is None and self._codes is not None:
            return self._codes
        command = ["codes", "--config", self.config_path, "--dir", self.state, "--origin", f"https://localhost:{self.wanted_port or 8443}"]
        result = run_program(*command, *(["--site", site] if site else []), timeout=180)
        if result.returncode != 0:
            raise RuntimeError(f"no codes: {result.stderr}")
        rows = list(csv.DictReader(io.StringIO(result.stdout.lstrip("\ufeff"))))
        if site is None:
            self._codes = rows
        return rows

    def connect(self, **options):
        return SocketClient(self.port, ca=str(self.certificate), **options)

    def credentials(self, person):
        """What session.open takes for this person."""
        row = next(row for row in self.codes() if row["person"] == person)
        if row["password"]:
            return {"name": row["person"], "password": row["password"]}
        return {"code": row["code"]} if row["code"] else {"card": row["link"].partition("#t=")[2]}

    def token(self, person):
        if person not in self._tokens:
            with self.connect(timeout=30) as client:
                self._tokens[person] = client.call("session.open", self.credentials(person))["token"]
        return self._tokens[person]

    def sign_in(self, person, **options):
        """A client that has said hello with the person's token. It holds the answer in .hello and what both snapshots brought in .rows:
        {(kind, id): row}."""
        token = self.token(person)
        client = self.connect(**options)
        client.hello = client.call("hello", {"v": 1, "token": token})
        client.rows = {}
        for _ in range(2):
            for row in client.wait_for("snapshot")["rows"]:
                client.rows[(row["kind"], row["id"])] = row
        return client

    def metrics(self):
        """/metrics as {name: number}."""
        connection = http.client.HTTPSConnection("localhost", self.port, context=tls_context(str(self.certificate)), timeout=10)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return {line.split()[0]: float(line.split()[1]) for line in text.splitlines() if line and not line.startswith("#")}


def new_key():
    """A command's key."""
    return base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()


def soon(seconds=5):
    """A command's `until`."""
    return int((time.time() + seconds) * 1000)


def wait_until(condition, seconds=10, what="it"):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen in {seconds} s")
