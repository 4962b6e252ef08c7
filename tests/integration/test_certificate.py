"""`lamrelay certificate`: a hub started with what it makes is trusted by a client that knows the authority, and by no other."""
import shutil
import socket
import ssl
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, run_program
from socket_client import SocketClient

report = Report()
NAMES = ("--name", "localhost", "--name", "relay.example", "--name", "127.0.0.1")

with tempfile.TemporaryDirectory(prefix="lamrelay-certificate-") as folder:
    folder = Path(folder)

    with report.test("it makes an authority and a server certificate"):
        result = run_program("certificate", "--dir", folder, *NAMES)
        assert result.returncode == 0, result.stderr
        for name in ("authority.pem", "authority.key", "server.pem", "server.key"):
            assert (folder / name).is_file(), name
        for name in ("authority.key", "server.key"):
            assert (folder / name).stat().st_mode & 0o777 == 0o600, name

    with report.test("again: the same authority, another server certificate"):
        authority, server = (folder / "authority.pem").read_bytes(), (folder / "server.pem").read_bytes()
        assert run_program("certificate", "--dir", folder, *NAMES, "--days", "30").returncode == 0
        assert (folder / "authority.pem").read_bytes() == authority
        assert (folder / "server.pem").read_bytes() != server

    with report.test("faults in one line"):
        for more, words in ((("--name", "not a name"), "neither"), (("--name", "localhost", "--days", "9999"), "--days"), ((), "--name")):
            result = run_program("certificate", "--dir", folder, *more)
            said = [line for line in result.stderr.splitlines() if not line.startswith("{")]
            assert result.returncode != 0 and len(said) == 1 and words in said[0], result

    with Hub(start=False) as hub:
        shutil.copy(folder / "server.pem", hub.certificate)
        shutil.copy(folder / "server.key", hub.key)
        hub.start()
        ca = str(folder / "authority.pem")

        with report.test("a client that knows the authority joins, by name and by address"):
            for host in ("localhost", "127.0.0.1"):
                with SocketClient(hub.port, ca=ca, host=host) as client:
                    client.call("hello", {"v": 1})

        with report.test("one that does not, or looks for another name, refuses"):
            for known, host in ((None, "localhost"), (ca, "other.example")):
                with socket.create_connection(("127.0.0.1", hub.port), 10) as raw:
                    try:
                        ssl.create_default_context(cafile=known).wrap_socket(raw, server_hostname=host)
                        raise AssertionError(f"connected as {host}")
                    except ssl.SSLCertVerificationError:
                        pass

report.finish()
