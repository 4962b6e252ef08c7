"""Prometheus' own judge, `promtool check metrics`, on what a hub at work says; and every refusal is counted by its word.

promtool comes out of Debian's package, which is not installed for it: it is unpacked into tests/out/promtool once."""
import http.client
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import ROOT, Hub, Report, Skip, new_key, wait_until
from socket_client import RpcError, tls_context

PACKAGE = "prometheus"
CACHE = ROOT / "tests/out/promtool"

report = Report()


def promtool():
    """The program's path; raises Skip when there is no way to it."""
    found = shutil.which("promtool")
    program = CACHE / "usr/bin/promtool"
    if found or program.exists():
        return found or str(program)
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Skip("promtool is not installed, and this is no Debian to take it from")
    CACHE.mkdir(parents=True, exist_ok=True)
    for command in (["apt-get", "download", PACKAGE], ["apt-get", "update"], ["apt-get", "download", PACKAGE]):
        fetched = subprocess.run(command, cwd=CACHE, capture_output=True, text=True, timeout=120)
        if fetched.returncode == 0 and command[1] == "download":
            break
    packages = sorted(CACHE.glob(f"{PACKAGE}_*.deb"))
    if not packages:
        raise Skip(f"Debian's package {PACKAGE} cannot be downloaded: {fetched.stderr.strip()[-200:]}")
    archive = subprocess.run(["dpkg-deb", "--fsys-tarfile", packages[0].name], cwd=CACHE, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "./usr/bin/promtool"], input=archive, cwd=CACHE, check=True, capture_output=True)
    packages[0].unlink()
    return str(program)


def exposition(hub):
    connection = http.client.HTTPSConnection("localhost", hub.port, context=tls_context(str(hub.certificate)), timeout=10)
    connection.request("GET", "/metrics")
    answer = connection.getresponse()
    text, kind = answer.read(), answer.getheader("Content-Type")
    connection.close()
    return text, kind


def refusals(hub):
    return {name[len('lamrelay_refusals_total{code="'):-2]: value for name, value in hub.metrics().items() if "refusals" in name}


def refused(client, method, params, word):
    try:
        client.call(method, params)
    except RpcError as error:
        assert error.code == word, error
    else:
        raise AssertionError(f"{method} was not refused")


with Hub() as hub:
    person, moderator = hub.sign_in("hall-0001"), hub.sign_in("moderator-1")

    with report.test("every refusal is counted by its word, also one that is recorded"):
        before = refusals(hub)
        assert set(before.values()) == {0}, before
        refused(person, "question.submit", {"key": new_key()}, "missing_field")
        refused(person, "question.submit", {"key": new_key(), "text": "x", "colour": "red"}, "unknown_field")
        refused(person, "question.approve", {"key": new_key(), "question": 1, "rev": 1}, "not_allowed")
        refused(moderator, "question.approve", {"key": new_key(), "question": 77, "rev": 1}, "not_found")
        refused(person, "question.withdraw", {"key": new_key(), "question": 77}, "not_found")
        refused(person, "nothing.at_all", {}, "unknown_method")
        with hub.connect() as stranger:
            refused(stranger, "session.open", {"code": "123456789012"}, "bad_credentials")
            refused(stranger, "question.submit", {"key": new_key(), "text": "x"}, "not_signed_in")
            stranger.send_frame(1, b"{")
            wait_until(lambda: refusals(hub)["malformed"] == 1, what="the count")
        after = {word: count for word, count in refusals(hub).items() if count}
        assert after == {"missing_field": 1, "unknown_field": 1, "not_allowed": 1, "not_found": 2, "unknown_method": 1, "bad_credentials": 1,
                         "not_signed_in": 1, "malformed": 1}, after

    with report.test("each is a line of the log, and a flood of them is not a flood of lines"):
        for word in ("missing_field", "not_allowed", "bad_credentials"):
            assert f'"event":"refused_{word}"' in hub.log(), hub.log()[-2000:]
        for _ in range(3):
            for _ in range(30):
                person.start("nothing.at_all", {})
        wait_until(lambda: refusals(hub)["unknown_method"] >= 30, what="the flood")
        lines = [line for line in hub.log().splitlines() if '"event":"refused_unknown_method"' in line]
        assert 1 < len(lines) <= 41, len(lines)

    text, kind = exposition(hub)
    with report.test("the type is the one Prometheus asks for"):
        assert kind.startswith("text/plain; version=0.0.4"), kind

    with report.test("promtool has nothing to say"):
        result = subprocess.run([promtool(), "check", "metrics"], input=text, capture_output=True, timeout=60)
        said = (result.stdout + result.stderr).decode().strip()
        assert result.returncode == 0 and said == "", f"exit code {result.returncode}:\n{said}"

with tempfile.TemporaryDirectory() as folder:
    trusted = Path(folder) / "trusted.pem"
    with Hub(directory=folder, environment={"SSL_CERT_FILE": str(trusted)}) as hub:
        with report.test("whether this system trusts the certificate is looked up when it is read"):
            assert hub.metrics()["lamrelay_certificate_trusted"] == 0
            shutil.copyfile(hub.certificate, trusted)
            hub.signal(signal.SIGHUP)
            wait_until(lambda: hub.metrics()["lamrelay_certificate_trusted"] == 1, what="the answer")

report.finish()
