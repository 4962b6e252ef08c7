"""The rows of one client, folded from snapshots and frames by the documented cursor rule, kept over any number of connections."""
import json


class Fold:
    def __init__(self):
        self.journal = None
        self.shared = None      # name of the shared channel
        self.own = None         # name of the own one
        self.cursor = {}        # channel -> s
        self.rows = {}          # channel -> {(kind, id): row}
        self.gap = False        # a frame did not follow on: say hello again
        self.top = 0            # the highest `to` ever seen

    def hello(self, token):
        params = {"v": 1, "token": token}
        if self.journal and self.shared:
            params |= {"journal": self.journal, "own": self.cursor.get(self.own),
                       "shared": {"name": self.shared, "s": self.cursor.get(self.shared)}}
        return params

    def take_hello(self, result):
        if self.journal not in (None, result["journal"]):
            self.cursor, self.rows = {}, {}
        self.journal, self.shared, self.own, self.gap = result["journal"], result["channel"], f"person:{result['person']}", False

    def take_notice(self, raw):
        message = json.loads(raw)
        params = message["params"]
        channel = params.get("channel")
        if channel not in (self.shared, self.own):
            return
        self.top = max(self.top, params["to"])
        if message["method"] == "snapshot":
            self.rows[channel] = {(row["kind"], row["id"]): row for row in params["rows"]}
            self.cursor[channel] = params["to"]
            return
        s = self.cursor.get(channel)
        if s is not None and params["to"] <= s:
            return
        if s is None or params["from"] > s:
            self.gap = True
            return
        for row in params["rows"]:
            self._apply(self.rows[channel], row)
        self.cursor[channel] = params["to"]

    @staticmethod
    def _apply(rows, row):
        if "gone" in row:
            rows.pop((row["gone"]["kind"], row["gone"]["id"]), None)
        else:
            rows[row["kind"], row["id"]] = row

    def view(self):
        """Everything held, to be compared."""
        return {channel: sorted((kind, str(identity), json.dumps(row, sort_keys=True)) for (kind, identity), row in rows.items())
                for channel, rows in self.rows.items()}
