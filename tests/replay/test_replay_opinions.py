"""The 2,138 comments of a pol.is conversation without votes as opinions collected before the event: shared/data/REPLAY.md section 4.

All are brought in, listed, found by their own words; a question is made of the 20 agreed with most. What must come out is computed by
count_opinions.py, which shares no code with this.
"""
import asyncio
import csv
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from crowd import DATA, LIMITS, MODERATOR, SITES, Crowd, Seating, check_chain, count, need, random_text
from hub_process import Hub, Report, small_config

FOLDER = DATA / "polis" / "austria-climate.5tzfrp5eaa.2022-07-07"
WINDOW = 64
PAGE = 100
WORDS = 100
WORD_LETTERS = 5
TAKEN = 20
report = Report()


def read_comments():
    with open(FOLDER / "comments.csv", newline="", encoding="utf-8") as file:
        return sorted(csv.DictReader(file), key=lambda row: (int(row["timestamp"]), int(row["comment-id"])))


def fold(text):
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def common_words(comments):
    counts = Counter()
    for comment in comments:
        counts.update({word for word in re.findall(r"[^\W_]+", fold(comment["comment-body"])) if len(word) >= WORD_LETTERS})
    return [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:WORDS]]


class Survey:
    def __init__(self, crowd, comments):
        self.crowd, self.comments = crowd, comments
        self.desk = crowd.clients[MODERATOR["id"]]
        seating = Seating(FOLDER.name, [])
        self.params = [{"key": random_text(16), "text": comment["comment-body"], "site": seating.site_of(comment["author-id"])}
                       for comment in comments]

    async def in_windows(self, method, every):
        """The bodies of the answers, at most WINDOW requests under way."""
        bodies = []
        for start in range(0, len(every), WINDOW):
            answers = await asyncio.gather(*(self.desk.request(method, params) for params in every[start:start + WINDOW]))
            bodies += [answer.body for answer in answers]
        return bodies

    async def bring_in(self):
        bodies = await self.in_windows("opinion.add", self.params)
        assert [json.loads(b"{" + body + b"}")["result"]["opinion"] for body in bodies] == list(range(1, len(self.comments) + 1))
        assert await self.in_windows("opinion.add", self.params) == bodies, "a repeat is answered otherwise than the first"

    async def listed(self, **more):
        """All pages: the opinions, and the total that each page says."""
        opinions, after, totals = [], None, set()
        while True:
            page = await self.desk.call("opinion.list", {"limit": PAGE, **more, **({"after": after} if after else {})})
            opinions += page["opinions"]
            totals.add(page["total"])
            if not page["more"]:
                assert totals == {len(opinions)}, totals
                return opinions
            assert len(page["opinions"]) == PAGE, "a page with more behind it is full"
            after = opinions[-1]["opinion"]

    async def find_each(self):
        """Each by its own words, without case: in the list that contains them, and with the best score in the search."""
        for number, comment in enumerate(self.comments, 1):
            text = comment["comment-body"].upper()
            page = await self.desk.call("opinion.list", {"text": text, "after": number - 1, "limit": 1} if number > 1 else {"text": text, "limit": 1})
            matches = (await self.desk.call("question.search", {"text": text}))["matches"]
            if not re.search(r"[^\W_]", text):
                assert not matches, f"{text} has no words and finds {matches}"
                continue
            assert [row["opinion"] for row in page["opinions"]] == [number], (number, text, page)
            assert matches and matches[0]["score"] == 100, (number, text, matches)

    async def take(self):
        net = [int(comment["disagrees"]) - int(comment["agrees"]) for comment in self.comments]
        for place in sorted(range(len(net)), key=lambda place: (net[place], place))[:TAKEN]:
            await self.crowd.desk("question.submit", opinion=place + 1)


async def with_survey(hub, comments, act):
    crowd = Crowd(hub)
    async with asyncio.timeout(200):
        await crowd.sign_in([MODERATOR["id"]])
        result = await act(Survey(crowd, comments))
        await crowd.close()
    return result


async def find_words(survey):
    return {word: [row["opinion"] for row in await survey.listed(text=word)] for word in common_words(survey.comments)}


with report.test("the opinions are here"):
    need(FOLDER)
if report.passed:
    comments = read_comments()
    sites = [(site, "hall" if site == "hall" else "remote", 1) for site in Seating(FOLDER.name, []).counts]
    with tempfile.TemporaryDirectory(prefix="lamrelay-test-") as directory, Hub(small_config(sites, LIMITS, [MODERATOR])) as hub:
        found = Path(directory) / "found.json"
        with report.test(f"{len(comments)} opinions brought in, each sent twice"):
            asyncio.run(with_survey(hub, comments, Survey.bring_in))
        with report.test("all listed, page by page"):
            before = asyncio.run(with_survey(hub, comments, Survey.listed))
            assert [row["opinion"] for row in before] == list(range(1, len(comments) + 1))
        with report.test("each is found by its own words"):
            asyncio.run(with_survey(hub, comments, Survey.find_each))
        with report.test(f"the {WORDS} most used words find theirs"):
            found.write_text(json.dumps(asyncio.run(with_survey(hub, comments, find_words))))
        with report.test("a restart lists and finds the same"):
            hub.restart()
            assert asyncio.run(with_survey(hub, comments, Survey.listed)) == before
            assert asyncio.run(with_survey(hub, comments, find_words)) == json.loads(found.read_text())
        with report.test(f"questions of the {TAKEN} agreed with most"):
            asyncio.run(with_survey(hub, comments, Survey.take))
        hub.stop()
        with report.test("counted from the file and from lamrelay export"):
            count("count_opinions.py", FOLDER, "--found", found, "--sites", SITES, "--state", hub.state)
        with report.test("the chain holds"):
            check_chain(hub)

report.finish()
