"""Counts that do not depend on the machine: system calls, what a snapshot takes, how long a journal takes to read."""
import json
import re
import shutil
import signal
import subprocess
import time
from collections import Counter

from lanes import Lane, cpu
from servers import LIMITS, HubServer, RELEASE, memory, new_key, soon

TRACED, NOTICES = 300, 20
CALLS = "write,writev,sendto,sendmsg,epoll_ctl,fdatasync,fsync"
QUESTIONS, POLLS = 500, 20
PEOPLE, JOURNAL_POLLS, JOURNAL_QUESTIONS = 9000, 50, 9000
CALL = re.compile(r"^\d+\s+(\w+)\((?:\d+<(?:TCP|TCPv6):\[(.*)\]>)?")


# ---- system calls ----

def trace(pid, path, work):
    """Counter of (call, the connection's two ends or None) while `work` runs."""
    process = subprocess.Popen(["strace", "-f", "-yy", "-s", "0", "-e", f"trace={CALLS}", "-o", path, "-p", str(pid)], stderr=subprocess.PIPE, text=True)
    if "attached" not in process.stderr.readline():
        process.kill()
        return None
    work()
    process.send_signal(signal.SIGINT)
    process.wait(20)
    process.stderr.close()
    counted = Counter()
    for line in path.read_text(errors="replace").splitlines():
        match = CALL.match(line)
        if match:
            counted[match.groups()] += 1
    return counted


def run_syscalls(settings, figures, folder):
    if not shutil.which("strace"):
        print("syscalls: skipped, there is no strace", flush=True)
        return
    server = HubServer(make(folder / "syscalls"), TRACED)
    lane = Lane(server, TRACED, None, figures)
    try:
        lane.arrive()
        lane.order("fanout 1 1 4")
        lane.quiet()
        events = server.hub.metrics()["lamrelay_events_total"]
        found = {}
        counted = trace(server.pids()[0], folder / "trace", lambda: found.update(lane.order(f"fanout {NOTICES} 1 4")))
        if counted is None:
            print("syscalls: skipped, strace cannot attach", flush=True)
            return
        events = server.hub.metrics()["lamrelay_events_total"] - events
        writes = [count for (call, ends), count in counted.items() if ends and call != "epoll_ctl"]
        writes = sorted(writes)[:-1]    # who publishes, gets answers as well
        figures.tell("syscalls_writes_per_delivery", sum(writes) / (found["deliveries"] + found["others"]), "calls", most=1)
        figures.tell("syscalls_epoll_ctl_per_delivery", sum(count for (call, _), count in counted.items() if call == "epoll_ctl") / found["deliveries"], "calls", most=0)
        syncs = sum(count for (call, _), count in counted.items() if call in ("fdatasync", "fsync"))
        figures.tell("fdatasyncs", syncs, f"of {events:.0f} events", least=1)
    finally:
        lane.close()


# ---- snapshots ----

def ask(hub, people, count):
    """Questions of several people, all approved."""
    with hub.hub.sign_in("desk", timeout=120) as desk:
        for at in range(count):
            with_person = hub.hub.sign_in(f"hall-{at % people + 1:04d}") if at < people else None
            if with_person:
                for number in range(count // people):
                    asked = with_person.call("question.submit", {"key": new_key(), "text": f"Câu hỏi {at}-{number}: bao giờ tuyến đường liên xã được sửa xong?", "topic": "economy"})
                    desk.call("question.approve", {"key": new_key(), "question": asked["question"], "rev": 1})
                with_person.close()


def participant_snapshot(hub):
    """Bytes of the shared one, as canonical JSON."""
    with hub.hub.connect(timeout=30) as client:
        client.call("hello", {"v": 1, "token": hub.hub.token("hall-0001")})
        for _ in range(2):
            found = client.wait_for("snapshot")
            if not found["channel"].startswith("person:"):
                return len(json.dumps({"jsonrpc": "2.0", "method": "snapshot", "params": found}, ensure_ascii=False, separators=(",", ":")).encode())
    return 0


def run_snapshot(settings, figures, folder):
    """A conference's day: questions approved, polls voted on one after the other, the last one open; then the worst: all of them open at once."""
    server = HubServer(make(folder / "snapshot"), 50)
    try:
        ask(server, 10, QUESTIONS)
        with server.hub.sign_in("desk", timeout=120) as desk:
            drafts = [desk.call("poll.draft", {"key": new_key(), "title": {"vi": f"Thông qua nghị quyết số {number + 1} của hội nghị?"}, "results": "live"}) for number in range(POLLS)]
            opened = [desk.call("poll.open", {"key": new_key(), "poll": draft["poll"], "rev": draft["rev"], "until": soon()}) for draft in drafts]
            figures.tell("snapshot_all_polls_open", participant_snapshot(server), "bytes", most=4096)
            for poll in opened[:-1]:
                desk.call("poll.close", {"key": new_key(), "poll": poll["poll"], "rev": poll["rev"], "until": soon()})
            time.sleep(LIMITS.get("pollCloseNoticeMs", 1500) / 1000 + 2.5)
            figures.tell("snapshot_one_poll_open", participant_snapshot(server), "bytes", most=4096)
        server.stop()
        good, said = server.verify()
        if not good:
            figures.fault(f"verify: {said}")
    finally:
        server.kill()


# ---- replay ----

def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def long_journal(folder, events):
    """A hub that has stopped, with so many events in its journal."""
    server = HubServer(make(folder), PEOPLE)
    with server.hub.sign_in("desk", timeout=120) as desk:
        for number in range(JOURNAL_POLLS):
            draft = desk.call("poll.draft", {"key": new_key(), "title": {"vi": f"Biểu quyết {number + 1}"}, "results": "live"})
            desk.call("poll.open", {"key": new_key(), "poll": draft["poll"], "rev": draft["rev"], "until": soon()})
    server.stop()
    command = [RELEASE / "tests" / "bench" / "bench_journal", "--dir", server.hub.state, "--events", events, "--people", PEOPLE, "--polls", JOURNAL_POLLS,
               "--questions", min(JOURNAL_QUESTIONS, events // 10)]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)
    return server


def replay_seconds(server):
    """From the process's start until it is ready; its CPU seconds and its memory then."""
    began = time.monotonic()
    server.start()
    seconds = time.monotonic() - began
    used, held = cpu(server.pids()) / 1e9, memory(server.pids())
    server.stop()
    return seconds, used, held


def run_replay(settings, figures, folder):
    counts = (10_000, 100_000) if settings.quick else (10_000, 100_000, 1_000_000)
    found = {}
    for events in counts:
        server = long_journal(folder / f"replay-{events}", events)
        try:
            times = [replay_seconds(server) for _ in range(3)]
            found[events] = min(times)[0], times[-1][2]
            figures.tell(f"replay_{events}", found[events][0], "s", most=5 if events == 1_000_000 else None)
            figures.tell(f"replay_{events}_cpu", min(used for _, used, _ in times), "s")
            good, said = server.verify()
            print(f"lamrelay verify: {said}", flush=True)
            if not good:
                figures.fault(f"verify: {said}")
        finally:
            server.kill()
            shutil.rmtree(server.folder, ignore_errors=True)
    few, many = counts[-2], counts[-1]
    figures.tell("memory_event", (found[many][1] - found[few][1]) / (many - few), "bytes/event")
    each = [(found[many][0] - found[few][0]) / (many - few), (found[few][0] - found[10_000][0]) / max(1, few - 10_000)]
    if few > 10_000 and each[1] > 0:
        figures.tell("replay_growth", each[0] / each[1], "of linear")
    figures.plots["replay"] = {str(events): seconds for events, (seconds, _) in found.items()}
