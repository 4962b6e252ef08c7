"""What can be measured, by name, in order. Those of SHARED run on one hub and one floor with their clients."""
import ballots
import coming
import fanout
import peers
import size
import small
import stall
import tree
from lanes import Field

SHARED = {"fanout": fanout.run, "ballots": ballots.run, "stall": stall.run}
ALONE = {"sizes": size.run_sizes, "syscalls": small.run_syscalls, "snapshot": small.run_snapshot, "replay": small.run_replay, "tree": tree.run}
GROUPS = (*SHARED, "reconnect", "memory", *ALONE)
QUICK = (*SHARED, "reconnect", "syscalls", "snapshot")      # of --quick, when nothing is named


def run(settings, figures, folder, out):
    machine = settings.machine
    shared = [name for name in SHARED if name in settings.only]
    if shared:
        others = peers.chosen(settings.peers, out) if {"fanout", "ballots"} & set(shared) else []
        with Field(settings, figures, settings.clients, folder, others) as field:
            for name in shared:
                machine.begin()
                SHARED[name](field, settings, figures)
    if "reconnect" in settings.only:
        (folder / "reconnect").mkdir()
        with Field(settings, figures, settings.clients, folder / "reconnect", arrive=False) as field:      # what others put into a journal is no conference's day
            machine.begin()
            coming.run(field, settings, figures)
    if "memory" in settings.only:
        (folder / "memory").mkdir()
        with Field(settings, figures, settings.clients, folder / "memory", arrive=False, parts=0) as field:
            size.run_memory(field, settings, figures)
    for name in ALONE:
        if name in settings.only:
            ALONE[name](settings, figures, folder)
