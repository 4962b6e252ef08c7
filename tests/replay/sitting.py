"""A sitting of the Folketing as the acts of a conference: shared/data/REPLAY.md section 6.

A speaker is whoever has this name, part and party; the chair has no name there. A Dagsordenpunkt is an agenda item; it starts with the first speech
of it that follows one of another. Speeches in the order of their beginning. Whoever speaks is called from outside the list: the chair gives the word.
"""
import xml.etree.ElementTree as ElementTree
from collections import namedtuple
from datetime import datetime, timezone

from crowd import Seating

Speech = namedtuple("Speech", "start end item who")     # ms since 1970; item from 1; who: (name, part, party)


def time_of(text):
    moment = datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000


class Sitting:
    def __init__(self, element):
        self.name = element.findtext("MeetingId")
        self.titles, self.speeches = [], []
        for number, item in enumerate(element.findall("Dagsordenpunkt"), 1):
            self.titles.append(" ".join(item.findtext("Dagsordenpunkt").split())[:200])
            for speech in item.findall("Tale"):
                who = tuple(speech.findtext(tag) or "" for tag in ("Navn", "Rolle", "Parti"))
                self.speeches.append(Speech(time_of(speech.findtext("Starttid")), time_of(speech.findtext("Sluttid")), number, who))
        self.speeches.sort()
        self.people = sorted({speech.who for speech in self.speeches})
        self.seating = Seating(self.name, ["|".join(who) for who in self.people])

    def person(self, who):
        return self.seating.people["|".join(who)]


def read_sittings(path):
    return [Sitting(element) for element in ElementTree.parse(path).getroot().iter("Møde")]
