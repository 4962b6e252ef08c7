"""A recorded pol.is conversation as the acts of a conference, as shared/data/REPLAY.md section 4 maps it: mapping B, variant R1.

Order: comments and votes by their times, a comment before a vote of the same time. A comment is submitted and its poll opened; it is approved
at its delay, at the latest just before the first vote of somebody else, or rejected just after the last vote on it.
"""
import csv
import gzip
from collections import namedtuple

from crowd import Seating, digest_number

CHOICES = {"1": "yes", "-1": "no", "0": "abstain"}
SUBMIT, APPROVE, VOTE, REJECT = range(4)       # of what has the same time, in this order

Act = namedtuple("Act", "at kind comment voter choice")


class Conversation:
    def __init__(self, folder):
        self.name = folder.name
        with open(folder / "comments.csv", newline="", encoding="utf-8") as file:
            self.comments = {row["comment-id"]: row for row in csv.DictReader(file)}
        with gzip.open(folder / "votes.csv.gz", "rt", newline="", encoding="utf-8") as file:
            self.votes = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
        identities = {row["author-id"] for row in self.comments.values()} | {row["voter-id"] for row in self.votes}
        self.seating = Seating(self.name, sorted(identities, key=int))
        self.people = self.seating.people
        self.votes_on = {identity: [] for identity in self.comments}
        for vote in self.votes:
            self.votes_on[vote["comment-id"]].append(vote)

    def acts(self):
        acts = [Act(int(vote["timestamp"]), VOTE, vote["comment-id"], vote["voter-id"], CHOICES[vote["vote"]]) for vote in self.votes]
        for identity, comment in self.comments.items():
            acts.append(Act(int(comment["timestamp"]), SUBMIT, identity, None, None))
            decision = self._decision(identity, comment)
            if decision:
                acts.append(decision)
        return sorted(acts, key=lambda act: act[:2])

    def _decision(self, identity, comment):
        votes = self.votes_on[identity]
        delay = 5 + digest_number(f"mod:{identity}") % 116
        at = int(comment["timestamp"]) + delay * 1000
        if comment["moderated"] == "1":
            others = [int(vote["timestamp"]) for vote in votes if vote["voter-id"] != comment["author-id"]]
            return Act(min([at, *others]), APPROVE, identity, None, None)
        if comment["moderated"] == "-1":
            return Act(int(votes[-1]["timestamp"]) if votes else at, REJECT, identity, None, None)
        return None
