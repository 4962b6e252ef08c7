"""A server with its generator, beside others with theirs: what is compared is measured in turn, so that whatever the machine does, it does to all."""
import time
from pathlib import Path

from load import Load
from peers import Missing
from servers import HubServer, floor

BEAT, BEAT_SECONDS = "beat", 9.5     # a little less than from one to the next
REST_SECONDS, RESTS_MOST = 0.01, 50
AT_REST_NS = 1e6    # of a processor, in one such rest
PROOFS_MOST = 3     # some servers now and then begin with a channel that reaches nobody


class Lane:
    def __init__(self, server, clients, core, figures, in_flight=4000, is_ours=True):
        self.server, self.clients, self.figures, self.is_ours = server, clients, figures, is_ours
        self.name = server.name
        self._beat = None       # when the last known one was
        self.takes = {}         # {size: seconds that its turns beside the hub took}
        self.load = Load(server, clients, core, in_flight)

    def order(self, words):
        return self.figures.check(self.load.order(words), f"{self.name}: {words}", self.is_ours)

    def fault(self, what):
        self.figures.fault_of(self.is_ours, f"{self.name}: {what}")

    def arrive(self):
        self.order("publisher")
        came = self.order(f"connect {self.clients}")
        if came["ready"] != self.clients:
            self.fault(f"only {came['ready']} of {self.clients} clients were served")
        return came

    def reaches_all(self):
        """Whether a notice does; begun anew where it does not."""
        for proof in range(PROOFS_MOST):
            try:
                if proof:
                    self.restart("full")
            except Missing:
                return False
            if self.load.order("fanout 1 1 1")["deliveries"] == self.clients:
                return True
        return False

    def quiet(self, seconds=BEAT_SECONDS):
        """The hub says something to all every ten seconds: waits until it will not for so many."""
        if self.server.has_beat and (self._beat is None or time.monotonic() - self._beat + seconds > BEAT_SECONDS):
            self.load.order(BEAT)
            self._beat = time.monotonic()

    def rest(self):
        """Until the server has done what it does behind a burst: some tidy up for as long as they were sending, and would do so in the other's turn."""
        spent = cpu(self.server.pids())
        for _ in range(RESTS_MOST):
            time.sleep(REST_SECONDS)
            before, spent = spent, cpu(self.server.pids())
            if spent - before < AT_REST_NS:
                break

    def restart(self, how):
        """Killed and started again under its clients: (the generator's answer, CPU ns of the new process until then)."""
        self.load.order(f"restart {how}")
        self._beat = None
        self.server.kill()
        self.server.start()
        answer = self.figures.check(self.load.answer(), f"{self.name}: restart {how}", self.is_ours)
        if answer["ready"] != self.clients:
            self.fault(f"only {answer['ready']} of {self.clients} clients came back")
        self.load.pids()
        return answer, cpu(self.server.pids())

    def close(self):
        self.load.close()
        self.server.kill()


def cpu(pids):
    """ns so far."""
    return sum(int(task.joinpath("schedstat").read_text().split()[0]) for pid in pids for task in Path(f"/proc/{pid}/task").iterdir())


class Field:
    """Hub and floor, and whoever else is measured, all with their clients.

        with Field(settings, figures, clients=6000) as field:
            field.hub.order("fanout 10 1 4")
    """

    def __init__(self, settings, figures, clients, folder, peers=(), arrive=True, parts=20):
        self.settings, self.figures, self.clients = settings, figures, clients
        self.machine = settings.machine
        self.folder = folder / f"{clients}"
        self.folder.mkdir(exist_ok=True)
        self.lanes = []
        self._servers = []
        try:
            server = HubServer(self.folder, clients, settings.server_core)
            self._servers.append(server)
            if parts:
                server.add_parts(parts)
            self.hub = self._add(server)
            self.certificate, self.key = server.hub.certificate, server.hub.key
            self.floor = self._add(floor(self.folder, self.certificate, self.key, settings.server_core))
            for make in peers:
                try:
                    self._add(make(self.folder, self.certificate, self.key, settings.server_core), is_ours=False)
                except Missing as why:
                    print(f"skipped: {why}", flush=True)
            for lane in self.lanes if arrive else ():
                lane.came = lane.arrive()
            self._leave_out([lane for lane in self.lanes if arrive and not lane.is_ours and not lane.reaches_all()])
        except BaseException:
            self.close()
            raise

    def _add(self, server, is_ours=True):
        self._servers.append(server)
        lane = Lane(server, self.clients, self.settings.load_core, self.figures, self.settings.in_flight, is_ours)
        self.lanes.append(lane)
        return lane

    def _leave_out(self, lanes):
        for lane in lanes:
            print(f"skipped: {lane.name} was started {PROOFS_MOST} times, and its notices do not reach all", flush=True)
            lane.close()
            self.lanes.remove(lane)

    def ours_alone(self):
        """The others leave: what they do of themselves, for thousands, is no delay of ours."""
        for lane in self.lanes[2:]:
            lane.close()
        del self.lanes[2:]

    def verify(self):
        """The hub is stopped, and its journal looked through."""
        self.hub.load.close()
        self.hub.server.stop()
        good, said = self.hub.server.verify()
        print(f"lamrelay verify: {said}", flush=True)
        if not good:
            self.figures.fault(f"verify: {said}")

    def close(self):
        for lane in self.lanes:
            lane.load.close()
        for server in self._servers:
            server.kill()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self.verify()
        finally:
            self.close()
