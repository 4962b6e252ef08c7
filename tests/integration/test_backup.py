"""`lamrelay backup` while the hub works, `lamrelay restore` into an empty directory: nothing that was acknowledged before is missing, browsers
see another journal, and neither ever replaces anything."""
import re
import shutil
import sqlite3
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import SANITIZER, Hub, Report, new_key, run_program, small_config, wait_until

report = Report()


def run(*words):
    result = run_program(*words)
    assert not SANITIZER.search(result.stderr), result.stderr
    return result


def said(result):
    """Journal, records and last hash of each line that was printed."""
    return re.findall(r": journal (\w+), (\d+) records, last hash (\w+)$", result.stdout, re.M)


def ask(client, text):
    return client.call("question.submit", {"key": new_key(), "text": text})


def texts_of(directory):
    result = run("export", "--dir", directory, "--format", "json")
    assert result.returncode == 0, result.stderr
    return sorted(re.findall(r'"text":"([^"]*)"', result.stdout))


def refused(result, *words):
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert result.returncode == 1 and lines and all(line.startswith("lamrelay: ") for line in lines), result
    assert all(word in result.stderr for word in words), result.stderr


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


class Crowd(threading.Thread):
    """Asks until it is stopped; what was acknowledged stands in .acknowledged."""

    def __init__(self, client):
        super().__init__(daemon=True)
        self.client, self.acknowledged, self.ending = client, [], threading.Event()

    def run(self):
        while not self.ending.is_set():
            text = f"Câu hỏi số {len(self.acknowledged)}"
            ask(self.client, text)
            self.acknowledged.append(text)


LIMITS = {"questionsPerMinute": 1000000, "questionsBurst": 100000, "messagesPerMinute": 1000000, "messagesBurst": 100000}

with Hub(config=small_config(limits=LIMITS)) as hub:
    backup, again, restored = hub.directory / "backup", hub.directory / "again", hub.directory / "restored"
    client = hub.sign_in("hall-0001")
    crowd = Crowd(client)

    with report.test("a hub at work is copied: all that was acknowledged before is in it"):
        crowd.start()
        wait_until(lambda: len(crowd.acknowledged) >= 20, what="the first questions")
        before = list(crowd.acknowledged)
        result = run("backup", "--dir", hub.state, "--to", backup)
        after = len(crowd.acknowledged)
        assert result.returncode == 0, result.stderr
        wait_until(lambda: len(crowd.acknowledged) >= after + 5, what="more questions")
        crowd.ending.set()
        crowd.join()
        kept = texts_of(backup)
        assert set(before) <= set(kept), set(before) - set(kept)
        assert set(kept) <= set(crowd.acknowledged)
        assert len(kept) < len(crowd.acknowledged), "questions were asked behind the copy"

    with report.test("only its owner can read it, and it is one directory of two files"):
        assert names_in(backup) == ["credential.key", "journal.sqlite"], names_in(backup)
        assert backup.stat().st_mode & 0o777 == 0o700
        assert all(path.stat().st_mode & 0o777 == 0o600 for path in backup.iterdir())
        assert (backup / "credential.key").read_bytes() == (hub.state / "credential.key").read_bytes()
        assert not [name for name in names_in(hub.directory) if name.startswith("backup.")], names_in(hub.directory)

    with report.test("it verifies, with the hash that was printed"):
        verified = run("verify", "--dir", backup)
        assert verified.returncode == 0 and said(result)[0][2] in verified.stdout, (result.stdout, verified.stdout)

    with report.test("a backup replaces nothing"):
        journal = (backup / "journal.sqlite").read_bytes()
        refused(run("backup", "--dir", hub.state, "--to", backup), "replaces nothing")
        assert (backup / "journal.sqlite").read_bytes() == journal
        (hub.directory / "a-file").write_text("mine")
        refused(run("backup", "--dir", hub.state, "--to", hub.directory / "a-file"), "replaces nothing")
        assert (hub.directory / "a-file").read_text() == "mine"

    with report.test("nothing to back up, or nowhere to put it, is said in one line and leaves nothing"):
        left = names_in(hub.directory)
        refused(run("backup", "--dir", hub.directory / "nothing", "--to", again), "no journal")
        refused(run("backup", "--dir", hub.state, "--to", hub.directory / "no" / "where"), "cannot be made")
        assert names_in(hub.directory) == left, names_in(hub.directory)

    with report.test("restored: the same facts, another journal, a mark of where it came from"):
        result = run("restore", "--from", backup, "--dir", restored)
        assert result.returncode == 0, result.stderr
        (old, records, last), (new, *same) = said(result)
        assert old != new and same == [records, last], result.stdout
        assert names_in(restored) == ["credential.key", "journal.sqlite"], names_in(restored)
        assert texts_of(restored) == kept
        with sqlite3.connect(restored / "journal.sqlite") as database:
            meta = dict(database.execute("select k, v from meta"))
        database.close()
        assert meta["journal"] == new and meta["origin"] == "restored" and meta["origin_journal"] == old, meta
        assert str(meta["origin_seq"]) == records and meta["origin_hash"] == last, meta

    with report.test("only into an empty directory"):
        refused(run("restore", "--from", backup, "--dir", restored), "not empty")
        assert texts_of(restored) == kept

    with report.test("a hub goes on with it: who was signed in still is, and a browser that knows the old journal begins anew"):
        hub.stop()
        token = hub.token("hall-0001")
        hub.state, state = restored, hub.state
        hub.start()
        with hub.connect() as browser:
            answer = browser.call("hello", {"v": 1, "token": token, "journal": old, "own": 9999,
                                            "shared": {"name": "participant", "s": 9999}})
            assert answer["journal"] == new, answer
            snapshots = [browser.wait_for("snapshot") for _ in range(2)]
            assert len(snapshots) == 2
            ask(browser, "Câu hỏi sau khi khôi phục")
        hub.stop()
        assert run("verify", "--dir", restored).returncode == 0
        assert "client_ahead" not in hub.log()
        hub.state = state

    with report.test("the directory of a stopped hub can be copied by hand and restored too"):
        by_hand = hub.directory / "by-hand"
        shutil.copytree(hub.state, by_hand)
        result = run("restore", "--from", by_hand, "--dir", again)
        assert result.returncode == 0, result.stderr
        assert texts_of(again) == sorted(crowd.acknowledged)

    with report.test("a backup that was changed is not restored, and leaves nothing behind"):
        with sqlite3.connect(backup / "journal.sqlite") as database:
            database.execute("update event set data = replace(data, 'số 7', 'số 8') where data like '%số 7%'")
        database.close()
        target = hub.directory / "target"
        refused(run("restore", "--from", backup, "--dir", target), "does not follow")
        assert names_in(target) == []
        refused(run("restore", "--from", hub.directory / "nothing", "--dir", target), "no journal")

    with report.test("without the key the journal is saved all the same, and that is said"):
        (by_hand / "credential.key").unlink()
        result = run("backup", "--dir", by_hand, "--to", hub.directory / "without-key")
        assert result.returncode == 0 and "made anew" in result.stderr, result

report.finish()
