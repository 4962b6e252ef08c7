"""One page with what was measured: a table and plots, nothing from elsewhere."""
import html
import math

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 320, 64, 44, 16, 16
COLOURS = {"hub": "#b3261e", "floor": "#1f2937", "floor_unbatched": "#6b7280", "nchan": "#0b6e4f", "nats": "#1d4ed8", "mosquitto": "#7c3aed", "ws": "#b45309", "socketio": "#0e7490"}
STYLE = """
body{font:16px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{padding:.2rem .6rem;border-bottom:1px solid #ddd;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}.short{color:#b3261e;font-weight:600}.ok{color:#0b6e4f;font-weight:600}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(30rem,1fr));gap:1.5rem}figure{margin:0}figcaption{font-size:.9rem}
svg{width:100%;height:auto;background:#fafafa;border:1px solid #ddd}text{font-size:12px;fill:#333}
"""


def colour(name):
    return COLOURS.get(name, "#555")


def nice(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


class Plot:
    """Axes, linear or logarithmic, and what is put on them."""

    def __init__(self, title, across, up, x_range, y_range, log_x=False, log_y=False):
        self.title, self.across, self.up, self.log = title, across, up, (log_x, log_y)
        self.ranges = [self._widen(x_range, log_x), self._widen(y_range, log_y)]
        self.parts, self.names = [], []
        self._axes()

    @staticmethod
    def _widen(ends, log):
        low, high = ends
        if log:
            return max(low, 1e-9), max(high, low * 1.1, 1e-8)
        return (low, high if high > low else low + 1)

    def at(self, axis, value):
        low, high = self.ranges[axis]
        if self.log[axis]:
            share = (math.log(max(value, low)) - math.log(low)) / (math.log(high) - math.log(low))
        else:
            share = (value - low) / (high - low)
        return LEFT + share * (WIDTH - LEFT - RIGHT) if axis == 0 else HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    def _ticks(self, axis):
        low, high = self.ranges[axis]
        if self.log[axis]:
            return [10.0 ** power for power in range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)]
        step = 10 ** math.floor(math.log10((high - low) / 4))
        step *= next(factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= 6)
        return [step * count for count in range(math.ceil(low / step), math.floor(high / step) + 1)]

    def _axes(self):
        for value in self._ticks(1):
            y = self.at(1, value)
            self.parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
                              f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{nice(value)}</text>')
        for value in self._ticks(0):
            x = self.at(0, value)
            self.parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#eee"/>'
                              f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{nice(value)}</text>')
        self.parts.append(f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{html.escape(self.across)}</text>'
                          f'<text x="14" y="{HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 {HEIGHT / 2})">{html.escape(self.up)}</text>')

    def line(self, name, points, dots=False):
        path = " ".join(f"{self.at(0, x):.1f},{self.at(1, y):.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour(name)}" stroke-width="2"/>')
        if dots:
            self.dots(name, points)
        self._named(name)

    def dots(self, name, points):
        self.parts += [f'<circle cx="{self.at(0, x):.1f}" cy="{self.at(1, y):.1f}" r="4" fill="{colour(name)}" fill-opacity=".7"/>' for x, y in points]
        self._named(name)

    def _named(self, name):
        if name not in self.names:
            self.names.append(name)

    def svg(self):
        keys = "".join(f'<rect x="{LEFT + 8}" y="{TOP + 6 + 16 * place}" width="10" height="10" fill="{colour(name)}"/>'
                       f'<text x="{LEFT + 24}" y="{TOP + 15 + 16 * place}">{html.escape(name)}</text>' for place, name in enumerate(self.names))
        return (f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(self.title)}">{"".join(self.parts)}{keys}</svg>'
                f"<figcaption>{html.escape(self.title)}</figcaption></figure>")


def bars(title, unit, items, mark=None):
    """Rows of (label, value, name for the colour); `mark`: where a line stands."""
    height = 26 * len(items) + 30
    most = max([value for _, value, _ in items] + [mark or 0]) * 1.12 or 1
    left, parts = 200, []
    for place, (label, value, name) in enumerate(items):
        y, width = 8 + 26 * place, (WIDTH - left - 70) * value / most
        parts.append(f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{html.escape(label)}</text><rect x="{left}" y="{y}" width="{width:.1f}" height="18" '
                     f'fill="{colour(name)}"/><text x="{left + width + 6:.1f}" y="{y + 14}">{nice(value)}</text>')
    if mark:
        x = left + (WIDTH - left - 70) * mark / most
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 26}" stroke="#000" stroke-dasharray="4 3"/>')
    parts.append(f'<text x="{left}" y="{height - 6}">{html.escape(unit)}</text>')
    return (f'<figure><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{html.escape(title)}">{"".join(parts)}</svg>'
            f"<figcaption>{html.escape(title)}</figcaption></figure>")


def share_plot(title, groups):
    """{name: [(upper end in ns, count), …]} as the share that has it after so long."""
    groups = {name: cells for name, cells in groups.items() if cells}
    if not groups:
        return ""
    ends = [end / 1e6 for cells in groups.values() for end, _ in cells]
    plot = Plot(title, "ms, logarithmic", "share", (max(min(ends), 0.01), max(ends)), (0, 1), log_x=True)
    for name, cells in groups.items():
        whole, passed, points = sum(count for _, count in cells), 0, []
        for end, count in cells:
            passed += count
            points.append((end / 1e6, passed / whole))
        plot.line(name, points)
    return plot.svg()


def figures_of(said, beginning, end=""):
    return [figure for figure in said["figures"] if figure["name"].startswith(beginning) and figure["name"].endswith(end)]


def fanout_plots(plots):
    parts = []
    for size in (1, 4, 20):
        rows = [(row["name"], row["us"], row["name"]) for row in plots.get("cpu", []) if row["size"] == size]
        if rows:
            parts.append(bars(f"Server CPU per delivery, {size} notice{'s' * (size > 1)} of 300 bytes at a time", "µs per delivery", sorted(rows, key=lambda row: row[1])))
    points = plots.get("deliveries", [])
    if points:
        plot = Plot("Deliveries against CPU: every window that was measured", "deliveries a second, logarithmic", "share of a core",
                    (min(point["rate"] for point in points), max(point["rate"] for point in points)), (0, max(point["cpu"] for point in points)), log_x=True)
        for point in points:
            plot.dots(point["name"], [(point["rate"], point["cpu"])])
        parts.append(plot.svg())
    return parts + [share_plot("A single notice: share of deliveries made after so long", plots.get("latency", {})),
                    share_plot("Ballots within 2 s while results go out: share answered after so long (the hub's answer is on disk, no other's is)", plots.get("acks", {}))]


def size_plots(plots):
    parts, curves = [], plots.get("memory")
    if curves:
        base = {name: points[0][1] for name, points in curves.items()}
        plot = Plot("Resident memory against connections", "connections", "MiB more than without",
                    (0, max(count for points in curves.values() for count, _ in points)),
                    (0, max((held - base[name]) / 2 ** 20 for name, points in curves.items() for _, held in points)))
        for name, points in curves.items():
            plot.line(name, [(count, max(0, held - base[name]) / 2 ** 20) for count, held in points], dots=True)
        parts.append(plot.svg())
    sizes = plots.get("sizes", [])
    if sizes:
        plot = Plot("CPU per delivery against the number of clients", "clients, logarithmic", "µs per delivery",
                    (min(row["clients"] for row in sizes) * 0.8, max(row["clients"] for row in sizes) * 1.2), (0, max(row["us"] for row in sizes) * 1.35), log_x=True)
        for name in ("hub", "floor"):
            plot.line(name, [(row["clients"], row["us"]) for row in sizes if row["name"] == name], dots=True)
        parts.append(plot.svg())
    replay = plots.get("replay")
    if replay:
        points = sorted((int(events), seconds) for events, seconds in replay.items())
        plot = Plot("Start of a hub against the events in its journal", "events, logarithmic", "s, logarithmic", (points[0][0], points[-1][0]),
                    (min(seconds for _, seconds in points), max(seconds for _, seconds in points)), log_x=True, log_y=True)
        plot.line("hub", points, dots=True)
        parts.append(plot.svg())
    return parts


def ratio_plot(said):
    rows = [(figure["name"].replace("_hub_to_floor", ""), figure["value"], "hub") for figure in figures_of(said, "", "_hub_to_floor")
            if not figure["name"].startswith("size_")]
    return [bars("The hub beside the floor: 1 is the practical limit (dashed)", "ratio", rows, mark=1)] if rows else []


def row(figure):
    ends = f"{nice(figure['interval'][0])} to {nice(figure['interval'][1])}, {figure['pairs']} pairs" if figure["interval"] else ""
    return (f"<tr><td>{html.escape(figure['name'])}</td><td class=n>{nice(figure['value'])}</td><td>{html.escape(figure['unit'])}</td>"
            f"<td>{html.escape(figure['target'] or '')}</td><td class={figure['verdict'] if figure['verdict'] != '-' else 'none'}>{figure['verdict']}</td><td>{ends}</td></tr>")


def make(said):
    plots = [*ratio_plot(said), *fanout_plots(said["plots"]), *size_plots(said["plots"])]
    faults = "".join(f"<p class=short>{html.escape(fault)}</p>" for fault in said["faults"] + said["remarks"])
    return (f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>lamrelay measured</title><style>{STYLE}</style>"
            f"<h1>lamrelay beside the floor and beside others</h1><p>{said['clients']:,} clients, {said['pairs']} pairs, {said['seconds']} s. "
            f"Times hold for this machine and this hour; ratios are of what was measured in turn.</p>{faults}"
            f"<div class=plots>{''.join(plots)}</div><h2>All figures</h2><table><thead><tr><th>figure<th>value<th>unit<th>target<th>verdict<th>interval</tr></thead><tbody>"
            f"{''.join(map(row, said['figures']))}</tbody></table></html>")
