"""What a replayed pol.is conversation must have left in a hub, computed from its files alone and compared with `lamrelay export`.

    count_polis.py FOLDER --sites SITES.csv --state DIR --window VOTES_AT_ONCE --program lamrelay

Shares no code with the replay. One line per figure; exit code 1 when one differs.
"""
import gzip
import unicodedata
from collections import Counter, defaultdict

from counting import arguments, export, finish, make_seats, make_site_finder, read_csv, same

LETTERS_MOST = 300
WORDS = {"1": "yes", "-1": "no", "0": "abstain"}
STATES = {"1": "approved", "-1": "rejected", "0": "pending"}

def clean(text):
    """As the hub is expected to keep it: composed, line breaks and runs of spaces one space, nothing at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def letters(text):
    assert not any(unicodedata.combining(letter) for letter in text), "these files are expected to have no combining marks"
    return len(text)


# --- the comparisons ---

def compare_questions(comments, site_of, questions, events):
    kept = [row for row in comments if letters(clean(row["comment-body"])) <= LETTERS_MOST]
    refused = len(comments) - len(kept)
    counts = Counter(STATES[row["moderated"]] for row in kept)
    same("questions by state", dict(sorted(counts.items())), dict(sorted(Counter(row["state"] for row in questions).items())))
    same("questions refused as too long", refused, len(comments) - sum(event["type"] == "question_submitted" for event in events))
    same("questions with their cleaned text, state and site",
         Counter((clean(row["comment-body"]), STATES[row["moderated"]], site_of(row["author-id"])) for row in kept),
         Counter((row["text"], row["state"], row["site"]) for row in questions), shown=len(kept))
    in_order = sorted(kept, key=lambda row: int(row["timestamp"]))
    same("questions in the order they were asked", [clean(row["comment-body"]) for row in in_order],
         [row["text"] for row in sorted(questions, key=lambda row: row["id"])], shown=len(in_order))


def compare_tallies(comments, votes, polls):
    last = {}
    for vote in votes:
        last[vote["comment-id"], vote["voter-id"]] = WORDS[vote["vote"]]
    tallies = {row["comment-id"]: [0, 0, 0] for row in comments}
    for (comment, _), choice in last.items():
        tallies[comment][["yes", "no", "abstain"].index(choice)] += 1
    same("polls whose tally is that of the last votes", tallies, {row["title"]["vi"]: row.get("tally") for row in polls},
         shown=f"{len(tallies)}, {len(last)} ballots count")
    same("ballots of each poll", {comment: sum(tally) for comment, tally in tallies.items()},
         {row["title"]["vi"]: row.get("ballots") for row in polls}, shown="as many as voters")
    same("polls published", len(comments), sum(row["state"] == "published" for row in polls))


def compare_ballots(comments, votes, seats, events, window):
    title = {event["poll"]: event["title"]["vi"] for event in events if event["type"] == "poll_drafted"}
    ballots = [event for event in events if event["type"] == "ballot_cast"]
    counts = Counter((title[event["poll"]], event["choice"]) for event in ballots)
    for column, choice in (("agrees", "yes"), ("disagrees", "no")):
        same(f"raw {choice} ballots of each comment against its column {column}", {row["comment-id"]: int(row[column]) for row in comments},
             {row["comment-id"]: counts[row["comment-id"], choice] for row in comments}, shown=sum(int(row[column]) for row in comments))
    compare_voters(votes, seats, [(event["person"], title[event["poll"]], event["choice"]) for event in ballots], window)


def compare_voters(votes, seats, ballots, window):
    """Each voter is the person of its seat and casts in the order of the file; of all, no ballot is further from its place than votes were under way."""
    wanted, found = defaultdict(list), defaultdict(list)
    for place, vote in enumerate(votes):
        wanted[seats[vote["voter-id"]]].append((place, vote["comment-id"], WORDS[vote["vote"]]))
    for place, (person, comment, choice) in enumerate(ballots):
        found[person].append((place, comment, choice))
    same("ballots of each voter, in their order", {person: [what[1:] for what in every] for person, every in wanted.items()},
         {person: [what[1:] for what in every] for person, every in found.items()}, shown=f"{len(votes)} of {len(wanted)} voters")
    away = [abs(vote[0] - ballot[0]) for person in wanted for vote, ballot in zip(wanted[person], found[person])]
    same(f"ballots {window} places or more from where they stand in the file", 0, sum(distance >= window for distance in away),
         shown=f"0, the furthest {max(away)}")
    same("ballots by site", Counter(seats[vote["voter-id"]].rpartition("-")[0] for vote in votes),
         Counter(person.rpartition("-")[0] for person, _, _ in ballots), shown=f"{len({seat.rpartition('-')[0] for seat in wanted})} sites")


def main():
    options = arguments(__doc__, "folder", ("--window", int))
    comments = read_csv(options.folder / "comments.csv")
    votes_file = options.folder / "votes.csv.gz"
    votes = sorted(read_csv(votes_file, gzip.decompress(votes_file.read_bytes())), key=lambda row: int(row["timestamp"]))
    site_of = make_site_finder(options.folder.name, options.sites)
    events = export(options, "events")
    questions = export(options, "questions")
    compare_questions(comments, site_of, questions, events)
    compare_tallies(comments, votes, export(options, "polls"))
    identities = {row["author-id"] for row in comments} | {row["voter-id"] for row in votes}
    seats = make_seats(options.folder.name, sorted(identities, key=int), options.sites)
    compare_ballots(comments, votes, seats, events, options.window)
    rows = sum(event["type"] in ("question_submitted", "ballot_cast") for event in events)
    same("event rows for comments kept and votes", len(questions) + len(votes), rows)
    finish()


main()
