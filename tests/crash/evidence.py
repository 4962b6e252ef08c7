"""What `lamrelay export` says after all crashes, against what the clients were told."""
from collections import Counter

# Which event a result stands for.
EVENTS = {
    "question.submit": "question_submitted", "question.withdraw": "question_withdrawn", "question.approve": "question_approved",
    "question.reject": "question_rejected", "speaker.request": "speaker_requested", "speaker.withdraw": "speaker_withdrawn",
    "poll.cast": "ballot_cast", "poll.draft": "poll_drafted", "poll.open": "poll_opened", "poll.close": "poll_close_announced",
    "poll.publish": "poll_published",
}
STATES = {"question.approve": "approved", "question.reject": "rejected", "question.withdraw": "withdrawn"}
CHOICES = ["yes", "no", "abstain"]


def check_journal(lines, ledger):
    """Every act once, under the seq that was told; nothing that nobody wished."""
    events = {line["seq"]: line["event"] for line in lines}
    keys = Counter((event["actor"], event["key"]) for event in events.values() if "key" in event)
    twice = [key for key, count in keys.items() if count > 1]
    assert not twice, f"{len(twice)} keys more than once, first {twice[0]}"
    for command in ledger.commands:
        if command.accepted:
            event = events.get(command.value["seq"])
            assert event and (event["actor"], event["key"], event["type"]) == \
                (command.person, command.params["key"], EVENTS[command.method]), f"{command}: {command.first}, the journal has {event}"
            assert event["at"] == command.value["at"], f"{command}: {command.first}, the journal has {event}"
    refused = {(event["actor"], event["key"]) for event in events.values() if event["type"] == "command_refused"}
    told = {(command.person, command.params["key"]) for command in ledger.commands if not command.accepted and command.must_repeat}
    assert refused == told, f"{len(refused - told)} refusals nobody was told of, {len(told - refused)} are not in the journal"
    made = {(command.person, command.params["key"]) for command in ledger.commands}
    assert not set(keys) - made, f"keys that nobody made: {sorted(set(keys) - made)[:3]}"
    print(f"    {len(keys)} acts of {len(made)} commands in the journal, {len(refused)} of them refusals", flush=True)


def check_questions(rows, ledger):
    wanted = {}
    for command in ledger.commands:
        if command.accepted and command.method == "question.submit":
            number = command.value["question"]
            assert number not in wanted, f"two commands made question {number}"
            wanted[number] = (command.person, command.params["text"], "pending")
    for command in sorted((c for c in ledger.commands if c.accepted and c.method in STATES), key=lambda c: c.value["seq"]):
        number = command.value["question"]
        wanted[number] = (*wanted[number][:2], STATES[command.method])
    found = {row["id"]: (row["person"], row["text"], row["state"]) for row in rows}
    wrong = [number for number in set(wanted) | set(found) if wanted.get(number) != found.get(number)]
    assert not wrong, f"{len(wrong)} questions differ, first {wrong[0]}: {found.get(wrong[0])}, not {wanted.get(wrong[0])}"


def check_ballots(rows, ledger):
    """One device for each person here, so the accepted ballot with the highest counter counts."""
    last = {}
    for command in ledger.commands:
        if command.accepted and command.method == "poll.cast":
            place = command.params["poll"], command.person
            if place not in last or command.params["counter"] > last[place]["counter"]:
                last[place] = command.params
    for row in rows:
        ballots = [params["choice"] for (poll, _), params in last.items() if poll == row["id"]]
        wanted = [ballots.count(choice) for choice in CHOICES]
        assert row["state"] == "published" and row["tally"] == wanted and row["ballots"] == len(ballots), f"{row}, not {wanted}"
