"""What can be measured, by name, in order. Those of SHARED run on one hub and one floor with their clients."""
import ballots
import coming
import fanout
import size
import small
import stall
from lanes import Field

SHARED = {"fanout": fanout.run, "ballots": ballots.run, "stall": stall.run, "reconnect": coming.run}
ALONE = {"sizes": size.run_sizes, "syscalls": small.run_syscalls, "snapshot": small.run_snapshot, "replay": small.run_replay}
GROUPS = (*SHARED, "memory", *ALONE)


def run(settings, figures, folder, out):
    shared = [name for name in SHARED if name in settings.only]
    if shared:
        with Field(settings, figures, settings.clients, folder) as field:
            for name in shared:
                SHARED[name](field, settings, figures)
    if "memory" in settings.only:
        (folder / "memory").mkdir()
        with Field(settings, figures, settings.clients, folder / "memory", arrive=False, parts=0) as field:
            size.run_memory(field, settings, figures)
    for name in ALONE:
        if name in settings.only:
            ALONE[name](settings, figures, folder)
