"""A site from one file, and one site's certificates renewed or revoked while the others stay: `lamrelay bundle`, `lamrelay certificate --revoke`, SIGHUP, with a real
hub and two sites."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import PROGRAM, READY_SECONDS, Hub, Report, make_certificate, run_program, small_config, wait_until
from link_hub import SiteProcess
from socket_client import SocketClient

report = Report()
PEOPLE = (("hall", "hall", 3), ("dc01", "remote", 2), ("dc02", "remote", 2))
PAGES = Path(PROGRAM).resolve().parent / "pages"


class BundledSite(SiteProcess):
    """`lamrelay site FILE`, at home in `home`."""

    def __init__(self, bundle, home, start=True):
        self.bundle, self.home, self.process, self.arguments = Path(bundle), Path(home), None, []
        self.log_path = self.home / f"{self.bundle.stem}.log"
        self.home.mkdir(exist_ok=True)
        if start:
            self.start()

    def command(self, *more):
        return [PROGRAM, "site", str(self.bundle), "--port", "0", "--listen", "127.0.0.1", *map(str, more)]

    def start(self, *more):
        os.environ["XDG_STATE_HOME"] = str(self.home)
        super().start(*more)
        self.said = "".join(self.process.stdout.readline() for _ in range(3))

    @property
    def folder(self):
        return Path(re.search(r"kept in (.*);", self.said)[1])

    def links(self):
        return self.log().count('"event":"link_up"')


def bundle(hub, *more):
    result = run_program("bundle", "--config", hub.config_path, "--dir", hub.state, "--hub", f"wss://localhost:{hub.link_port}", *more)
    assert result.returncode == 0, result
    return result.stdout


def make_hub(folder):
    config = small_config(people=PEOPLE)
    config["addresses"] = ["https://vote.example.vn"]
    config["siteAddresses"] = [{"site": "dc02", "address": "https://dc02.example.vn:9443"}]
    hub = Hub(config, folder / "hub", start=False)
    hub.link_port = 8444  # only to make the hub's certificate, which is for a name
    bundle(hub, "--all", "--address", "https://{site}.example.vn:8443", "--out", folder / "bundles")
    hub.arguments = ["--link-port", "0"]
    hub.start()
    hub.link_port = int(re.search(r"sites on port (\d+)", hub.process.stdout.readline())[1])
    hub.arguments = ["--link-port", str(hub.link_port)]
    return hub


def reload(hub):
    before = hub.log().count('"event":"certificate_read"')
    hub.signal(signal.SIGHUP)
    wait_until(lambda: hub.log().count('"event":"certificate_read"') > before, what="the reload")


def links(hub):
    return hub.metrics()["lamrelay_links"]


def foreign_list(folder):
    """A list of revoked certificates by somebody else."""
    other = folder / "other"
    for words in (("--site", "dc01"), ("--revoke", "dc01")):
        assert run_program("certificate", "--dir", other, *words).returncode == 0
    return (other / "link-revoked.pem").read_text()


def read(path):
    return json.loads(Path(path).read_text())


with tempfile.TemporaryDirectory(prefix="lamrelay-bundle-") as made:
    folder = Path(made)
    with report.test("a bundle for every remote site at once, for its owner alone"):
        hub = make_hub(folder)
        assert sorted(path.name for path in (folder / "bundles").iterdir()) == ["dc01.lamsite", "dc02.lamsite"]
        for path in (folder / "bundles").iterdir():
            assert path.stat().st_mode & 0o777 == 0o600, path
        found = read(folder / "bundles" / "dc02.lamsite")
        assert found["site"] == "dc02" and found["addresses"] == ["https://dc02.example.vn:8443"] and found["hubAddresses"] == ["https://vote.example.vn"], found
        assert "key" in found and found["name"] == {"vi": "Điểm cầu dc02"}

    with report.test("without --address the configuration's are taken, for those sites that have one"):
        said = bundle(hub, "--all", "--out", folder / "configured")
        assert [path.name for path in (folder / "configured").iterdir()] == ["dc02.lamsite"] and "missing" not in said, said
        assert read(folder / "configured" / "dc02.lamsite")["addresses"] == ["https://dc02.example.vn:9443"]

    with hub:
        first, second = folder / "dc01.lamsite", folder / "dc02.lamsite"
        bundle(hub, "--site", "dc01", "--address", "https://localhost:18443", "--out", first)
        bundle(hub, "--site", "dc02", "--address", "https://localhost:18443", "--out", second)
        one, two = BundledSite(first, folder / "home"), BundledSite(second, folder / "home")
        with one, two:
            with report.test("a site starts from the file alone, and says where it keeps what"):
                wait_until(lambda: links(hub) == 2, 20, "both links")
                assert re.fullmatch(r"test-dc01-[0-9a-f]{8}", one.folder.name), one.said
                assert "https://localhost:18443/site" in one.said and "Điểm cầu dc01" in one.said, one.said
                for path in one.folder.glob("*.key"):
                    assert path.stat().st_mode & 0o777 == 0o600, path
                with SocketClient(one.port, ca=str(hub.state / "authority.pem"), origin="https://localhost:18443") as client:
                    hello = client.call("hello", {"v": 1})
                    assert hello["conference"]["title"]["vi"] == "Hội nghị thử"
                    assert hello["addresses"] == ["https://localhost:18443", "https://vote.example.vn"], hello
                left = hub.metrics()["lamrelay_link_certificate_expires_seconds"]
                assert 364 * 86400 < left <= 365 * 86400, left

            with report.test("one process has the folder; another one, or another hub on the journal, is told so by an exit code of its own"):
                again = subprocess.run(one.command(), capture_output=True, text=True, timeout=READY_SECONDS)
                assert again.returncode == 3 and "another process has the folder" in again.stderr, again
                port = hub.command().index("--port")
                again = subprocess.run([*hub.command()[:port], "--port", "0", "--link-port", "0"], capture_output=True, text=True, timeout=READY_SECONDS)
                assert again.returncode == 3 and "another process has the journal" in again.stderr, again

            with report.test("revoked: the hub closes its link and takes it no more; the other one's stays"):
                before = two.links()
                result = run_program("certificate", "--dir", hub.state, "--revoke", "dc01")
                assert result.returncode == 0 and "2 of site dc01" in result.stdout, result
                reload(hub)
                wait_until(lambda: links(hub) == 1, what="the end of the link")
                wait_until(lambda: "certificate revoked" in one.log(), 20, "the refusal")
                assert '"dc01\\" is not taken: certificate revoked' in hub.log(), hub.log()[-500:]
                assert two.links() == before and "link_down" not in two.log()
                assert run_program("certificate", "--dir", hub.state, "--revoke", "nobody").returncode == 1

            with report.test("revoked is revoked after a restart too"):
                hub.restart()
                wait_until(lambda: links(hub) == 1 and two.links() == before + 1, 30, "the other site's link")
                refusals = hub.log().count("certificate revoked")
                wait_until(lambda: hub.log().count("certificate revoked") > refusals, 30, "the refusal")

            with report.test("a damaged list, or one of another authority, changes nothing at a reload, and no hub starts with it"):
                listed = hub.state / "link-revoked.pem"
                good_list = listed.read_text()
                for bad, words in (("no list", "is not a PEM list"), (foreign_list(folder), "not signed by the authority")):
                    listed.write_text(bad)
                    reload(hub)
                    assert "who may link stays as it was" in hub.log() and words in hub.log(), hub.log()[-1000:]
                    refused = subprocess.run(hub.command(), capture_output=True, text=True, timeout=READY_SECONDS)
                    assert refused.returncode == 1 and words in refused.stderr, refused
                assert links(hub) == 1
                listed.write_text(good_list)
                reload(hub)

            with report.test("check names the sites whose certificates end or are missing"):
                result = run_program("check", hub.config_path, "--dir", hub.state)
                assert result.returncode == 0 and "site dc01: no certificate" in result.stdout and "site dc02: expires in 36" in result.stdout, result

            with report.test("renewed: the same file anew, and the site goes on in its folder"):
                old_page, up = (one.folder / "page-dc01.pem").read_text(), one.links()
                bundle(hub, "--site", "dc01", "--address", "https://localhost:18443", "--out", first, "--days", "10")
                os.kill(one.process.pid, signal.SIGHUP)
                wait_until(lambda: one.links() > up and links(hub) == 2, 40, "the link")
                assert (one.folder / "page-dc01.pem").read_text() == read(first)["certificate"] != old_page
                assert two.links() == before + 1
                result = run_program("check", hub.config_path, "--dir", hub.state)
                assert result.returncode == 1 and "site dc01 expires in 9 days" in result.stderr, result

            with report.test("a bundle of another site is not taken by a running one"):
                kept = first.read_bytes()
                shutil.copy(second, first)
                os.kill(one.process.pid, signal.SIGHUP)
                wait_until(lambda: "bundle_refused" in one.log(), what="the refusal")
                assert not (one.folder / "link-dc02.pem").exists()
                first.write_bytes(kept)

            with report.test("moved elsewhere, the bundle finds the same folder"):
                where = one.folder
                one.stop()
                one.bundle = folder / "elsewhere.lamsite"
                shutil.move(first, one.bundle)
                one.start()
                assert one.folder == where
                wait_until(lambda: links(hub) == 2, 40, "the link")

        with report.test("a certificate of a public authority in place of one made here; it must be for the address"):
            certificate, key = make_certificate(folder, prefix="public")
            out = folder / "public.lamsite"
            bundle(hub, "--site", "dc01", "--address", "https://localhost:18443", "--out", out, "--certificate", certificate, "--key", key)
            assert read(out)["certificate"] == Path(certificate).read_text()
            result = run_program("bundle", "--config", hub.config_path, "--dir", hub.state, "--hub", "wss://localhost:1", "--site", "dc01", "--address",
                                 "https://other.example.vn", "--out", out, "--certificate", certificate, "--key", key)
            assert result.returncode == 1 and "is not for other.example.vn" in result.stderr, result

        good = read(second)

        def refuses(name, words, change=None, text=None):
            with report.test(f"no bundle: {name}"):
                bad = folder / "bad.lamsite"
                content = dict(good)
                if change:
                    content.update(change)
                bad.write_text(text if text is not None else json.dumps({name: value for name, value in content.items() if value is not None}))
                result = subprocess.run([PROGRAM, "site", str(bad), "--dir", str(folder / "never")], capture_output=True, text=True, timeout=READY_SECONDS)
                assert result.returncode == 1 and words in result.stderr, result
                assert not (folder / "never").exists() and "PRIVATE" not in result.stderr and good["linkKey"].split("\n")[1] not in result.stderr

        refuses("no JSON", "line 1, column", text="dc02")
        refuses("cut off", "this is no bundle", text=json.dumps(good)[:-200])
        refuses("too large", "larger than", text=json.dumps(good) + " " * 600000)
        refuses("of something else", "$.format", {"format": "a configuration"})
        refuses("of a later version", "$.version", {"version": 2})
        refuses("nothing for the key", "$.linkKey: missing", {"linkKey": None})
        refuses("a key with more than text", "$.key: must be PEM", {"key": good["key"] + "\1"})
        refuses("no hub", "$.hub", {"hub": "https://localhost"})
        refuses("no address", "$.addresses", {"addresses": []})
        refuses("a member nobody knows", "unknown key", {"extra": 1})
        refuses("the key of another certificate", "belongs to another certificate", {"linkKey": good["key"]})
        refuses("of another authority", "is of another authority", {"linkAuthority": good["certificate"]})
        refuses("the certificate of another site", "is of another site", {"site": "dc01"})

report.finish()
