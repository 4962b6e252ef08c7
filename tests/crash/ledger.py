"""What was wished, and what was answered: the memory of all clients together, which survives every crash of the hub.

A command is written down before it is sent. Its first final answer stands for ever; each later one must have the same bytes, where the
protocol promises that: every result, and the refusals that are remembered.
"""
import json

# Nothing was recorded: the command is kept and sent again.
NOT_FINAL = {"rate_limited", "busy", "not_stored", "no_memory", "late"}
# A refusal of these is an event.
REMEMBERED = {"question.submit", "question.withdraw", "speaker.request", "speaker.withdraw", "poll.cast"}
FAULTS_KEPT, FAULT_LETTERS = 5, 500


class Command:
    __slots__ = ("person", "method", "params", "first", "value", "was_cut")

    def __init__(self, person, method, params):
        self.person, self.method, self.params = person, method, params
        self.first = None       # the bytes of the first final answer
        self.value = None       # the same as JSON
        self.was_cut = False    # the hub died before it answered

    @property
    def accepted(self):
        return self.first is not None and self.first.startswith(b'"result":')

    @property
    def must_repeat(self):
        """The same bytes are promised for every repeat."""
        return self.accepted or self.method in REMEMBERED

    def __str__(self):
        return f"{self.method} of {self.person} {json.dumps(self.params)}"


class Ledger:
    def __init__(self):
        self.commands = []          # in the order made
        self.top_seq = 0            # the highest that a result named
        self.compared = 0           # repeats whose bytes were compared
        self.put_off = 0            # answers that were not final
        self.durable = 0            # what the journal held when the hub came back last
        self.cut = 0                # commands that lost their hub before the answer
        self.cut_stored = 0         # those of them that were stored all the same
        self.fault_count = 0
        self.faults = []            # the first of them, for the report

    def write(self, person, method, params):
        command = Command(person, method, params)
        self.commands.append(command)
        return command

    def fault(self, text):
        self.fault_count += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(text[:FAULT_LETTERS])

    def take(self, command, answer):
        """Notes an answer. True: it is the first final one."""
        if not answer.is_result and answer.code in NOT_FINAL:
            self.put_off += 1
            return False
        if command.first is None:
            command.first, command.value = answer.body, answer.value()
            if command.accepted:
                self.top_seq = max(self.top_seq, command.value["seq"])
                self.cut_stored += command.was_cut and command.value["seq"] <= self.durable
                if command.value["key"] != command.params["key"]:
                    self.fault(f"{command}: the result carries another key: {answer.body}")
            return True
        if command.must_repeat:
            self.compared += 1
            if answer.body != command.first:
                self.fault(f"{command}: first {command.first}, now {answer.body}")
        elif answer.is_result:
            self.fault(f"{command}: refused first with {command.first}, carried out later: {answer.body}")
        return False

    def cut_off(self, durable):
        """The hub died and is back with a journal of so many events."""
        self.durable = durable
        for command in self.unanswered():
            self.cut += not command.was_cut
            command.was_cut = True

    def unanswered(self):
        return [command for command in self.commands if command.first is None]

    def answered(self):
        return [command for command in self.commands if command.first is not None]

    def check(self):
        """Fails for the faults since the last time."""
        count, faults = self.fault_count, self.faults
        self.fault_count, self.faults = 0, []
        assert not count, f"{count} faults:\n    " + "\n    ".join(faults)
