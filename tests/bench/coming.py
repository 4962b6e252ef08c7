"""Everybody comes back at once: after kill -9 and restart, and to a server that runs."""

def run(field, settings, figures):
    lanes = (field.hub, field.floor)
    for how in ("full", "resumed"):
        seconds, cpus, opened = ({lane.name: [] for lane in lanes} for _ in range(3))
        for pair in range(settings.pairs):
            for lane in lanes if pair % 2 == 0 else reversed(lanes):
                lane.order(f"storm {how}")      # so that the tickets are this process's
                answer, cpu = lane.restart(how)
                if how == "resumed" and answer["resumed"] != answer["came"]:
                    figures.fault(f"{lane.name}: only {answer['resumed']} of {answer['came']} TLS sessions were resumed")
                seconds[lane.name].append(answer["seconds"])
                cpus[lane.name].append(cpu / 1e6 / lane.clients)
                opened[lane.name].append(answer["port_open_after"] * 1000)
        for lane in lanes:
            figures.middle(f"restart_{how}_seconds_{lane.name}", seconds[lane.name], "s")
            figures.middle(f"restart_{how}_cpu_{lane.name}", cpus[lane.name], "ms/client")
            figures.middle(f"restart_{how}_port_after_{lane.name}", opened[lane.name], "ms")
        figures.ratio(f"restart_{how}_hub_to_floor", seconds["hub"], seconds["floor"], most=1.35)
    for lane in lanes:
        lane.order("publisher")
