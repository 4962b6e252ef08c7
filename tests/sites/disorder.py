"""What goes wrong while people vote: links cut and reset, sites and the hub killed, a site started twice. Planned before, so that a seed repeats it."""
import random
import time

CUT_SECONDS = (0.5, 3.0)
DEAD_SECONDS = (0.5, 2.0)
QUIET_SECONDS = 6           # around the second start of a site: it has to find the first one there


class Disorder:
    def __init__(self, conference, seconds, killed, twice, seed):
        self.conference, self.chance = conference, random.Random(seed)
        self.killed, self.twice, self.second = killed, twice, None
        self.hub_kills = self.site_kills = self.resets = 0
        self.plan = sorted(self._plan(seconds), key=lambda step: step[0])

    # --- the plan ---

    def _plan(self, seconds):
        begin, middle, end = 0.1 * seconds, 0.5 * seconds, 0.9 * seconds
        yield middle, self._kill_hub
        for site in self.conference.counts:
            for low, high in ((begin, middle - 2), (middle + 3, end)):      # one on either side of the hub's death
                if site == self.twice and low > middle:
                    low = 0.75 * seconds + QUIET_SECONDS / 2
                    high = max(high, low + 1)
                yield from self._cut(site, self.chance.uniform(low, high))
            if self.chance.random() < 0.5:
                yield self.chance.uniform(begin, end), lambda site=site: self._reset(site)
        for site in self.killed:
            yield self.chance.uniform(begin, end), lambda site=site: self._kill(site)
        yield 0.75 * seconds, self._start_twice

    def _cut(self, site, at):
        path = self.conference.ways[site].path
        yield at, path.cut
        yield at + self.chance.uniform(*CUT_SECONDS), path.mend

    # --- the steps ---

    def _reset(self, site):
        if site != self.twice:
            self.resets += 1
            self.conference.ways[site].path.reset()

    def _kill(self, site):
        self.conference.sites[site].kill()
        self.site_kills += 1
        time.sleep(self.chance.uniform(0, 0.5))
        self.conference.sites[site].start()

    def _kill_hub(self):
        self.conference.hub.kill()
        self.hub_kills += 1
        time.sleep(self.chance.uniform(*DEAD_SECONDS))
        self.conference.start_hub()

    def _start_twice(self):
        self.second = self.conference.start_twice(self.twice)

    def happen(self):
        """Until all of the plan is done."""
        began = time.monotonic()
        for at, step in self.plan:
            time.sleep(max(0, began + at - time.monotonic()))
            step()

    def cut_the_rest(self):
        """Whose link was down already when its cut came: once more, now that it is up. Returns the fewest cuts of a link."""
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            few = [way.path for way in self.conference.ways.values() if way.path.cuts < 2]
            if not few:
                break
            for path in few:
                if path.ends:
                    path.reset(with_reset=False)
            time.sleep(0.5)
        return min(way.path.cuts for way in self.conference.ways.values())
