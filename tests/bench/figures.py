"""What was measured: one line a figure, `name value unit target ok|short`, then how far the middle can be trusted.

A ratio is the median of the ratios of pairs that were measured one after the other. Its interval are two of them, in order of size, that hold the true median in at
least 95 of 100 cases (of fewer than six pairs: the least and the greatest). It is `ok` when the upper end is."""
import math
import statistics


def interval(values):
    ordered, count = sorted(values), len(values)
    k = 0
    while 2 * sum(math.comb(count, i) for i in range(k + 1)) / 2 ** count <= 0.05:
        k += 1
    k = max(k - 1, 0)
    return ordered[k], ordered[count - 1 - k]


class Figures:
    def __init__(self):
        self.all = []           # dicts, in the order told
        self.faults = []        # what must not happen at any speed
        self.remarks = []       # the same, of other servers
        self.plots = {}         # what page.py draws

    def _say(self, name, value, unit, target, good, ends=None, pairs=None):
        verdict = "-" if good is None else "ok" if good else "short"
        aim = "-" if target is None else target
        tail = f"  ({ends[0]:.4g} to {ends[1]:.4g}, {pairs} pairs)" if ends else ""
        print(f"{name:<44} {value:>10.4g} {unit:<12} {aim:<10} {verdict}{tail}", flush=True)
        self.all.append({"name": name, "value": value, "unit": unit, "target": target, "verdict": verdict, "interval": ends, "pairs": pairs})

    def tell(self, name, value, unit, most=None, least=None):
        """One number, held against a bound if there is one."""
        if most is not None:
            self._say(name, value, unit, f"<={most:.4g}", value <= most)
        elif least is not None:
            self._say(name, value, unit, f">={least:.4g}", value >= least)
        else:
            self._say(name, value, unit, None, None)

    def middle(self, name, values, unit, most=None):
        """The median of values; `ok` when its upper end is within the bound."""
        ends = interval(values)
        self._say(name, statistics.median(values), unit, None if most is None else f"<={most:.4g}", None if most is None else ends[1] <= most, ends, len(values))

    def ratio(self, name, ours, theirs, most=None, below=None):
        """Of pairs. `below`: has to be less than this."""
        values = [a / b for a, b in zip(ours, theirs) if b > 0]
        if not values:
            self.fault(f"{name}: nothing was measured")
            return
        ends = interval(values)
        if below is not None:
            self._say(name, statistics.median(values), "ratio", f"<{below:.4g}", ends[1] < below, ends, len(values))
        else:
            self._say(name, statistics.median(values), "ratio", None if most is None else f"<={most:.4g}", None if most is None else ends[1] <= most, ends, len(values))

    def fault(self, what):
        print(f"FAULT {what}", flush=True)
        self.faults.append(what)

    def check(self, answer, what, is_ours=True):
        """Of every answer of the load generator: nothing lost, twice, out of order, refused or broken. What others do is only said."""
        for word in ("lost", "twice", "disordered", "faults", "refused", "strange"):
            if answer.get(word):
                self.fault_of(is_ours, f"{what}: {word} {answer[word]}")
        return answer

    def fault_of(self, is_ours, what):
        if is_ours:
            return self.fault(what)
        print(f"NOTE {what}", flush=True)
        self.remarks.append(what)
