"""A recorded pol.is conversation as the acts of a conference, as shared/data/REPLAY.md section 4 maps it: mapping B, variant R1.

Order: comments and votes by their times, a comment before a vote of the same time. A comment is submitted and its poll opened; it is approved
at its delay, at the latest just before the first vote of somebody else, or rejected just after the last vote on it.
"""
import csv
import gzip
import hashlib
from collections import namedtuple

HALL_PEOPLE = 875
CHOICES = {"1": "yes", "-1": "no", "0": "abstain"}
SUBMIT, APPROVE, VOTE, REJECT = range(4)       # of what has the same time, in this order

Act = namedtuple("Act", "at kind comment voter choice")


def digest_number(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class Conversation:
    def __init__(self, folder, sites_file):
        self.name = folder.name
        with open(folder / "comments.csv", newline="", encoding="utf-8") as file:
            self.comments = {row["comment-id"]: row for row in csv.DictReader(file)}
        with gzip.open(folder / "votes.csv.gz", "rt", newline="", encoding="utf-8") as file:
            self.votes = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
        with open(sites_file, newline="", encoding="utf-8") as file:
            self.sites = [(f"dc{int(row['site']):02d}", int(row["assumed_delegates"])) for row in csv.DictReader(file)]
        self.people = self._seat_people()

    def site_of(self, identity):
        place = digest_number(f"site:{self.name}:{identity}") % (HALL_PEOPLE + sum(count for _, count in self.sites))
        if place < HALL_PEOPLE:
            return "hall"
        place -= HALL_PEOPLE
        for site, count in self.sites:
            if place < count:
                return site
            place -= count
        raise AssertionError("beyond the last site")

    def _seat_people(self):
        """Each author and voter is one person: its id in the hub, counted from 1 within its site."""
        identities = {row["author-id"] for row in self.comments.values()} | {row["voter-id"] for row in self.votes}
        seats, people = {}, {}
        for identity in sorted(identities, key=int):
            site = self.site_of(identity)
            seats[site] = seats.get(site, 0) + 1
            people[identity] = f"{site}-{seats[site]:04d}"
        return people

    def seats(self):
        """How many people each site needs."""
        counts = {"hall": 0} | {site: 0 for site, _ in self.sites}
        for identity in self.people:
            counts[self.site_of(identity)] += 1
        return counts

    def acts(self):
        acts = [Act(int(vote["timestamp"]), VOTE, vote["comment-id"], vote["voter-id"], CHOICES[vote["vote"]]) for vote in self.votes]
        for identity, comment in self.comments.items():
            acts.append(Act(int(comment["timestamp"]), SUBMIT, identity, None, None))
            decision = self._decision(identity, comment)
            if decision:
                acts.append(decision)
        return sorted(acts, key=lambda act: act[:2])

    def _decision(self, identity, comment):
        votes = [vote for vote in self.votes if vote["comment-id"] == identity]
        delay = 5 + digest_number(f"mod:{identity}") % 116
        at = int(comment["timestamp"]) + delay * 1000
        if comment["moderated"] == "1":
            others = [int(vote["timestamp"]) for vote in votes if vote["voter-id"] != comment["author-id"]]
            return Act(min([at, *others]), APPROVE, identity, None, None)
        if comment["moderated"] == "-1":
            return Act(int(votes[-1]["timestamp"]) if votes else at, REJECT, identity, None, None)
        return None
