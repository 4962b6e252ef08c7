"""What can be measured, by name, in order. Groups that share a field run on one hub and one floor with their clients."""
import ballots
import coming
import fanout
from lanes import Field

GROUPS = ("fanout", "ballots", "reconnect")


def run(settings, figures, folder, out):
    wanted = [name for name in ("fanout", "ballots", "reconnect") if name in settings.only]
    if wanted:
        with Field(settings, figures, settings.clients, folder) as field:
            if "fanout" in wanted:
                fanout.run(field, settings, figures)
            if "ballots" in wanted:
                ballots.run(field, settings, figures)
            if "reconnect" in wanted:
                coming.run(field, settings, figures)
