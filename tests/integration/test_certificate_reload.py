"""SIGHUP: certificate and key are read again. Whoever is connected stays so, later connections see the new one, a bad pair changes nothing.
And what says in time that a certificate ends: the check, the metric, the start."""
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, make_certificate, new_key, run_program, wait_until
from socket_client import tls_connect

report = Report()
CLIENTS = 60


def serial_of(path):
    return ssl.PEM_cert_to_DER_cert(Path(path).read_text())


def shown(hub, session=None):
    with tls_connect(hub.port, session=session) as connection:
        return connection.getpeercert(binary_form=True)


def lines(hub, word):
    return sum(f'"event":"{word}' in line for line in hub.log().splitlines())


def reload(hub):
    """The line the hub says about it. Of one kind it says no more than 20 in 10 s."""
    before = lines(hub, "certificate_")
    hub.signal(signal.SIGHUP)
    wait_until(lambda: lines(hub, "certificate_") > before, what="the reload")
    return hub.log().splitlines()[-1]


def put(pair, hub):
    for source, target in zip(pair, (hub.certificate, hub.key)):
        shutil.copy(source, target)


with Hub() as hub:
    first = (str(hub.directory / "first.pem"), str(hub.directory / "first.key"))
    shutil.copy(hub.certificate, first[0])
    shutil.copy(hub.key, first[1])
    second = make_certificate(hub.directory, days=90, prefix="second")
    person = hub.sign_in("hall-0001")
    clients = [hub.connect() for _ in range(CLIENTS)]
    for client in clients:
        client.call("hello", {"v": 1})

    with report.test("the metric counts down to the end of the certificate"):
        left = hub.metrics()["lamrelay_certificate_expires_seconds"]
        assert 29 * 86400 < left <= 30 * 86400, left

    with report.test("a new pair is taken, and nobody is dropped"):
        assert shown(hub) == serial_of(first[0])
        put(second, hub)
        assert re.search("expires in (89|90) days", reload(hub)), hub.log()[-500:]
        assert shown(hub) == serial_of(second[0])
        for client in clients:
            client.call("hello", {"v": 1})
        person.call("question.submit", {"key": new_key(), "text": "Còn đó không?"})
        left = hub.metrics()["lamrelay_certificate_expires_seconds"]
        assert left > 89 * 86400, left

    with report.test("again and again, while others come and go"):
        ending, faults = threading.Event(), []

        def come_and_go():
            while not ending.is_set():
                try:
                    with tls_connect(hub.port) as connection:
                        assert connection.getpeercert(binary_form=True) in (serial_of(first[0]), serial_of(second[0]))
                except (OSError, AssertionError) as error:
                    faults.append(error)

        thread = threading.Thread(target=come_and_go, daemon=True)
        thread.start()
        for turn in range(12):
            put((first, second)[turn % 2], hub)
            assert "was read again" in reload(hub)
        ending.set()
        thread.join(10)
        assert not faults, faults
        assert shown(hub) == serial_of(second[0])

    def keeps(name, word, pair):
        with report.test(f"{name}: said, and the old one stays"):
            put(pair, hub)
            said = reload(hub)
            assert "the old certificate stays in use" in said and word in said and '"level":"error"' in said, said
            assert shown(hub) == serial_of(second[0])
            clients[0].call("hello", {"v": 1})

    keeps("the key of another certificate", "does not belong to", (first[0], second[1]))
    (hub.directory / "text").write_text("no certificate")
    keeps("a certificate that is none", "not a PEM certificate", (hub.directory / "text", second[1]))
    keeps("half a key", "not a PEM private key", (second[0], hub.directory / "text"))
    keeps("an expired one", "expired on 2020", make_certificate(hub.directory, days=-1, prefix="expired"))
    other = (str(hub.directory / "rsa.pem"), str(hub.directory / "rsa.key"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", other[1], "-out", other[0], "-days", "90", "-subj",
                    "/CN=localhost"], check=True, capture_output=True)
    keeps("a key of another kind", "start it again", other)

    with report.test("a file that is gone: said, and the old one stays"):
        hub.certificate.unlink()
        assert "No such file" in reload(hub)
        assert shown(hub) == serial_of(second[0])
        put(first, hub)
        assert "was read again" in reload(hub)

    with report.test("the check takes what lasts another 14 days, and nothing else"):
        for days, code, words in ((30, 0, "expires in"), (13, 1, "less than 14"), (-1, 1, "has expired")):
            folder = hub.directory / f"days{days}"
            folder.mkdir()
            certificate, _ = make_certificate(folder, days=days)
            result = run_program("check", hub.config_path, "--certificate", certificate)
            assert result.returncode == code and words in result.stdout + result.stderr, (days, result)
        assert run_program("check", hub.config_path, "--certificate", hub.directory / "text").returncode == 1
        assert run_program("check", hub.config_path, "--certificate", hub.directory / "nothing").returncode == 1
        assert run_program("check", hub.config_path).returncode == 0

    with report.test("a start warns when it ends within 30 days"):
        hub.stop()
        put(make_certificate(hub.directory, days=10, prefix="short"), hub)
        hub.start()
        assert re.search("expires in (9|10) days", hub.log()), hub.log()[-500:]

report.finish()
