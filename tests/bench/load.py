"""The load generator as a process: one order, one answer.

    with Load(server, clients=1000) as load:
        load.order("connect 1000")          # the answer as a dict
"""
import json
import subprocess
from pathlib import Path

ORDER_SECONDS = 400


class Load:
    def __init__(self, server, clients, core=None):
        """`server`: see servers.py. `core`: the one that this process is kept to."""
        self.server, self.clients = server, clients
        command = ["taskset", "-c", str(core)] if core is not None else []
        command += [server.tools / "bench_load", "--server", server.adapter, "--ports", ",".join(map(str, server.ports)), "--publisher-port",
                    server.publisher_port, "--clients", clients, *server.words(clients)]
        self.log_path = server.folder / f"load-{server.name}.log"
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        self.pids()

    def order(self, words):
        self.say(words)
        return self.answer()

    def say(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the load generator ended: {self.log()}")
        return json.loads(line)

    def pids(self):
        self.order("pids " + " ".join(map(str, self.server.pids())))

    def log(self):
        return Path(self.log_path).read_text(errors="replace")[-2000:]

    def close(self):
        if self.process:
            self.process.stdin.close()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process.stdout.close()
            self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
