"""How a text is expected to come back, as base/text.h says it, written anew in Python: composed; white space one space; controls,
format characters, private use, fillers and noncharacters dropped, but for the joiner inside an emoji; at most two marks on a letter, none on nothing.
"""
import unicodedata

JOINER = "\u200d"
MARKS_KEPT, MARKS_SORTED = 2, 30
# Invisible by definition and not of a category that goes anyway.
FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x180E), 0x180F, 0x2065, *range(0xFFF0, 0xFFF9),
           *range(0xE0000, 0xE1000)}


def is_mark(letter):
    return unicodedata.category(letter) in ("Mn", "Mc", "Me")


def is_pictograph(letter):
    code = ord(letter)
    return (0x1F000 <= code <= 0x1FAFF and not 0x1F1E6 <= code <= 0x1F1FF and not 0x1F3FB <= code <= 0x1F3FF) or 0x2194 <= code <= 0x21AA or \
        0x231A <= code <= 0x23FF or 0x25AA <= code <= 0x27BF or 0x2934 <= code <= 0x2B55 or code in (0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139)


def is_dropped(letter):
    code = ord(letter)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or code in FILLERS or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co")


def is_space(letter):
    return letter in "\t\n\v\f\r\x85" or unicodedata.category(letter) in ("Zs", "Zl", "Zp")


def without_strays(text):
    kept = []
    letters = ["\n" if is_space(letter) else letter for letter in text if letter == JOINER or is_space(letter) or not is_dropped(letter)]
    base_open, marks = False, 0
    for letter in letters:
        if letter == "\n":
            base_open = False
        elif is_mark(letter):
            marks += 1
            if not base_open or marks > MARKS_SORTED:
                continue
        elif letter != JOINER:
            base_open, marks = True, 0
        kept.append(letter)
    return join_emoji(kept)


def join_emoji(letters):
    """A joiner stays between two pictographs, the first perhaps with marks or a skin tone; no other does."""
    out = []
    for place, letter in enumerate(letters):
        if letter != JOINER:
            out.append(letter)
            continue
        before = [other for other in out if not is_mark(other) and not 0x1F3FB <= ord(other) <= 0x1F3FF]
        behind = next((other for other in letters[place + 1:] if other != JOINER), "")
        if before and is_pictograph(before[-1]) and behind and is_pictograph(behind) and out[-1] != JOINER:
            out.append(letter)
    return "".join(out)


def cleaned(text):
    composed = unicodedata.normalize("NFC", " ".join(without_strays(text).split("\n")))
    out, marks = [], 0
    for letter in composed:
        marks = marks + 1 if is_mark(letter) else 0
        if marks <= MARKS_KEPT:
            out.append(letter)
    return " ".join(part for part in "".join(out).split(" ") if part)


def letters(text):
    """Graphemes, nearly: what stands on another is not counted, and not what is joined."""
    return sum(not is_mark(letter) and letter != JOINER for letter in text) - text.count(JOINER)
