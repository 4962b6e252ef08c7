"""What is wrong at the start is said in one clear line, and nothing is left half-done."""
import json
import shutil
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import SANITIZER, Hub, Report, make_certificate, run_program, small_config

report = Report()


def arguments(hub, **changes):
    given = {"config": hub.config_path, "dir": hub.state, "certificate": hub.certificate, "key": hub.key, "port": 0}
    given.update(changes)
    return ["hub", *[word for name, value in given.items() if value is not None for word in (f"--{name}", value)]]


def refuses(name, words, command, status=1, lines=1):
    """Exit status, all `words` in what stderr says, and at most so many lines that are not of the log."""
    with report.test(name):
        result = run_program(*command)
        said = [line for line in result.stderr.splitlines() if not line.startswith('{"time"')]
        assert not SANITIZER.search(result.stderr), result.stderr
        assert result.returncode == status, f"exit code {result.returncode}: {result.stderr}"
        assert all(word in result.stderr for word in words), f"no {words} in: {result.stderr}"
        assert len(said) <= lines and said[0].startswith("lamrelay: "), result.stderr
        assert "ready" not in result.stdout, result.stdout


with Hub(start=False) as hub:
    folder = hub.directory

    refuses("no certificate", ["the certificate", "nothing.pem", "No such file"], arguments(hub, certificate=folder / "nothing.pem"))
    refuses("no key", ["the key", "nothing.key", "No such file"], arguments(hub, key=folder / "nothing.key"))
    other, other_key = make_certificate(folder, prefix="other")
    refuses("the key of another certificate", ["other.key", "does not belong to"], arguments(hub, key=other_key))
    (folder / "text.pem").write_text("this is no certificate\n")
    refuses("a certificate that is none", ["text.pem", "not a PEM certificate"], arguments(hub, certificate=folder / "text.pem"))
    refuses("a key that is none", ["text.pem", "not a PEM private key"], arguments(hub, key=folder / "text.pem"))
    expired, expired_key = make_certificate(folder, days=-1, prefix="expired")
    refuses("an expired certificate", ["expired.pem", "expired on 2020-02-01"], arguments(hub, certificate=expired, key=expired_key))
    refuses("an address that is none", ["nowhere.example", "is not an address to listen on"], arguments(hub, listen="nowhere.example"))
    refuses("an address of another machine", ["192.0.2.1", "cannot be taken"], arguments(hub, listen="192.0.2.1"))
    refuses("a wrong URL", ["http://localhost", "https://host:port"], arguments(hub, address="http://localhost"))
    refuses("no pages", ["nopages", "No such file"], arguments(hub, pages=folder / "nopages"))
    refuses("a port that is no number", ["--port", "number"], arguments(hub, port="https"), status=2)
    refuses("a port too large", ["--port", "65535"], arguments(hub, port=65536), status=2)
    refuses("a missing option", ["needs --dir"], arguments(hub, dir=None), status=2)
    refuses("an unknown option", ["no option --nonsense"], [*arguments(hub), "--nonsense", "1"], status=2)
    refuses("an option without its value", ["--listen", "needs a value"], [*arguments(hub), "--listen"], status=2)
    refuses("an unknown subcommand", ["no subcommand", "hubb"], ["hubb"], status=2)

    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refuses("a port in use", [f"port {port}", "in use"], arguments(hub, port=port, listen="0.0.0.0"))

    refuses("no configuration", ["absent.json"], arguments(hub, config=folder / "absent.json"), lines=3)
    (folder / "broken.json").write_text('{"id": "x",\n  "title" }')
    refuses("a configuration that is no JSON", ["broken.json", "line 2"], arguments(hub, config=folder / "broken.json"), lines=3)
    wrong = small_config()
    wrong["sites"][0]["people"] = "many"
    (folder / "wrong.json").write_text(json.dumps(wrong))
    refuses("a configuration with a fault", ["$.sites[0].people"], arguments(hub, config=folder / "wrong.json"), lines=3)

    (folder / "file").write_text("")
    refuses("a directory that is a file", ["file", "directory"], arguments(hub, dir=folder / "file"))

    with report.test("none of these has made a journal"):
        assert not (hub.state / "journal.sqlite").exists()

    with report.test("check says what is wrong, and that nothing is"):
        result = run_program("check", folder / "wrong.json")
        assert result.returncode == 1 and "$.sites[0].people" in result.stderr, result
        result = run_program("check", hub.config_path)
        assert result.returncode == 0 and "2 sites, 40 participants" in result.stdout, result

    with report.test("--help says all options"):
        result = run_program("hub", "--help")
        assert result.returncode == 0
        for name in ("--config", "--dir", "--certificate", "--key", "--port", "--listen", "--pages", "--address"):
            assert name in result.stdout, name
        assert run_program("--help").returncode == 0
        assert run_program().returncode == 2

    hub.start()
    with report.test("a second hub on the same directory is refused and does not disturb the first"):
        result = run_program(*arguments(hub, port=0))
        assert result.returncode == 3, result
        assert "another process has the journal" in result.stderr, result.stderr
        with hub.connect() as client:
            client.call("hello", {"v": 1})

    with report.test("a second hub on the same port is refused before it touches its journal"):
        result = run_program(*arguments(hub, port=hub.port, dir=folder / "second"))
        assert result.returncode == 1 and "in use" in result.stderr, result
        assert not (folder / "second" / "journal.sqlite").exists()

    with report.test("keys are readable by their owner alone"):
        for name in ("credential.key", "ticket.keys"):
            assert (hub.state / name).stat().st_mode & 0o777 == 0o600, name
        assert hub.state.stat().st_mode & 0o777 == 0o700
    hub.stop()

    with report.test("a hub that was killed starts again on its journal"):
        hub.start()
        hub.kill()
        hub.start()
        hub.stop()

    journal = hub.state / "journal.sqlite"
    kept = journal.read_bytes()
    damaged = folder / "damaged"
    shutil.copytree(hub.state, damaged, ignore=shutil.ignore_patterns("*.sock"))
    for leftover in damaged.glob("journal.sqlite-*"):
        leftover.unlink()
    (damaged / "journal.sqlite").write_bytes(b"This is no database at all, only some text.\n" * 100)
    refuses("a journal that is no database", ["damaged"], arguments(hub, dir=damaged))
    import sqlite3
    (damaged / "journal.sqlite").write_bytes(kept)
    with sqlite3.connect(damaged / "journal.sqlite") as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        table = next((name for name in tables for row in database.execute(f"pragma table_info({name})") if row[1] == "hash"), None)
        columns = [row[1] for row in database.execute(f"pragma table_info({table})")] if table else []
        if table:
            database.execute(f"update {table} set hash = zeroblob(32) where seq = 2")
    with report.test("a record that does not follow is found"):
        assert table and "seq" in columns, f"no table of records with a hash: {tables}"
        result = run_program(*arguments(hub, dir=damaged))
        assert result.returncode == 1 and "damaged" in result.stderr, result
        assert not SANITIZER.search(result.stderr), result.stderr

    (damaged / "credential.key").write_bytes(b"short")
    refuses("a damaged credential key", ["credential.key", "damaged"], arguments(hub, dir=damaged))
    (damaged / "ticket.keys").write_bytes(b"short")
    refuses("damaged ticket keys", ["ticket.keys", "damaged"], arguments(hub, dir=damaged))

report.finish()
