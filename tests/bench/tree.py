"""One hub, and local sites in front of it that serve everybody: the same program on more cores."""
import re
from types import SimpleNamespace

from fanout import cost, share
from lanes import Lane, cpu
from servers import Hub, HubServer, conference, run_program
from link_hub import SiteProcess

SITES = (1, 2, 4)


class TreeServer(HubServer):
    adapter = "hub"

    def __init__(self, folder, people, sites):
        self.name, self.folder, self.people = f"tree_{sites}", folder, people
        folder.mkdir(parents=True, exist_ok=True)
        self.site_names = [f"dc{number + 1:02d}" for number in range(sites)]
        state = folder / "hub"
        state.mkdir()
        made = run_program("certificate", "--dir", state, *(word for name in self.site_names for word in ("--site", name)))
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        self.hub = Hub(self._conference(), directory=state, arguments=["--link-port", "0", "--link-ca", state / "link-authority.pem"])
        port = int(re.search(r"sites on port (\d+)", self.hub.process.stdout.readline())[1])
        self.sites = []
        try:
            for name in self.site_names:
                way = SimpleNamespace(directory=state, port=port, authority=self.hub.certificate, site_certificate=state / f"site-{name}.pem", site_key=state / f"site-{name}.key")
                self.sites.append(SiteProcess(way, folder / name, name=name))
        except BaseException:
            self.kill()
            raise

    def _conference(self):
        count = len(self.site_names)
        sites = [{"id": "hall", "name": {"vi": "Hội trường"}, "kind": "hall", "people": 1}]
        sites += [{"id": name, "name": {"vi": f"Điểm cầu {name}"}, "kind": "remote", "people": self.people // count + 1} for name in self.site_names]
        return conference(0, sites=sites)

    @property
    def ports(self):
        return [site.port for site in self.sites]

    def pids(self):
        return [self.hub.pid(), *(site.process.pid for site in self.sites)]

    def words(self, clients):
        """The generator's clients go to the ports in turn: so do the people of the roster."""
        by_site = [[row for row in self.hub.codes() if row["code"] and row["person"].startswith(f"{name}-")] for name in self.site_names]
        rows = [by_site[number % len(by_site)][number // len(by_site)] for number in range(clients)]
        path = self.folder / "roster"
        path.write_text("".join(f"{row['person']} {row['code']}\n" for row in rows))
        return ["--roster", path, "--token", self.hub.token("desk")]

    def kill(self):
        for site in self.sites:
            site.kill()
        self.hub.kill()

    def stop(self):
        for site in self.sites:
            site.stop()
        self.hub.stop()


def measure(lane, settings):
    """(answers, CPU ns of the hub alone for each delivery)"""
    answers, alone = [], []
    for _ in range(settings.pairs):
        lane.quiet()
        before = cpu(lane.server.pids()[:1])
        answers.append(lane.order("fanout 4 1 2"))
        alone.append((cpu(lane.server.pids()[:1]) - before) / answers[-1]["deliveries"] / 1000)
    return answers, alone


def tell(figures, name, answers, alone):
    figures.middle(f"{name}_to_last_median", [share(answer["to_all"], 0.5) / 1e6 for answer in answers], "ms")
    figures.middle(f"{name}_cpu_all_processes", list(map(cost, answers)), "us/delivery")
    figures.middle(f"{name}_cpu_hub_alone", alone, "us/delivery")


def run(settings, figures, folder):
    """Nothing is kept to a core here: sites are there to use several."""
    for sites in (0, *SITES):
        place = folder / f"tree-{sites}"
        place.mkdir()
        server = TreeServer(place, settings.clients, sites) if sites else HubServer(place, settings.clients)
        lane = None
        try:
            lane = Lane(server, settings.clients, None, figures)
            lane.arrive()
            answers, alone = measure(lane, settings)
            tell(figures, f"tree_{sites}_sites", answers, alone)
            lane.load.close()
            server.stop()
            good, said = server.verify()
            if not good:
                figures.fault(f"verify: {said}")
        finally:
            if lane:
                lane.load.close()
            server.kill()
