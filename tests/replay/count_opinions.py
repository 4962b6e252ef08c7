"""What opinions collected before an event must have left in a hub, computed from their file alone and compared with `lamrelay export`.

    count_opinions.py FOLDER --found FOUND.json --sites SITES.csv --state DIR --program lamrelay

Shares no code with the replay. FOUND.json is what the hub listed for each of some words: {word: [numbers]}; the most used words of the file are
expected in it, and everything that has such a word as a whole word is expected under it. One line per figure; exit code 1 when one differs.
"""
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from counting import arguments, export, finish, make_site_finder, read_csv, same

WORDS_COUNTED = 100
WORD_LETTERS = 5
TAKEN = 20


def clean(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_of(text):
    """Without case and diacritics."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", bare)


def compare_found(comments, found):
    texts = [words_of(comment["comment-body"]) for comment in comments]
    counts = Counter(word for text in texts for word in set(text) if len(word) >= WORD_LETTERS)
    common = [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:WORDS_COUNTED]]
    same("words searched for, the most used of the file", common, sorted(found, key=lambda word: (-counts[word], word)), shown=len(common))
    wanted = {word: {number for number, text in enumerate(texts, 1) if word in text} for word in common}
    same("opinions that have such a word, all listed under it", {word: [] for word in common},
         {word: sorted(wanted[word] - set(found.get(word, []))) for word in common}, shown=sum(len(numbers) for numbers in wanted.values()))


def main():
    options = arguments(__doc__, "folder", ("--found", Path))
    comments = sorted(read_csv(options.folder / "comments.csv"), key=lambda row: (int(row["timestamp"]), int(row["comment-id"])))
    site_of = make_site_finder(options.folder.name, options.sites)
    opinions = export(options, "opinions")
    events = [event for event in export(options, "events") if event["type"] == "opinion_added"]
    wanted = [(clean(row["comment-body"]), site_of(row["author-id"])) for row in comments]
    same("opinions with their cleaned text and site, in their order", wanted, [(row["text"], row["site"]) for row in opinions], shown=len(wanted))
    same("their numbers", list(range(1, len(wanted) + 1)), [row["opinion"] for row in opinions], shown=f"1 to {len(wanted)}")
    same("events, one an opinion", wanted, [(event["text"], event["site"]) for event in events], shown=len(events))
    same("opinions by site", dict(Counter(site for _, site in wanted)), dict(Counter(row["site"] for row in opinions)),
         shown=f"{len({site for _, site in wanted})} sites")
    agreed = sorted(range(len(comments)), key=lambda place: (int(comments[place]["disagrees"]) - int(comments[place]["agrees"]), place))[:TAKEN]
    questions = export(options, "questions")
    same("questions made of those agreed with most", [(place + 1, *wanted[place]) for place in agreed],
         [(row["opinion"], row["text"], row["site"]) for row in questions], shown=len(agreed))
    same("they are of the survey, and nobody asks them", [("survey", None)] * TAKEN,
         [(row["origin"], row.get("person")) for row in questions], shown=TAKEN)
    compare_found(comments, json.loads(options.found.read_text()))
    finish()


main()
