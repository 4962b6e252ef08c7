"""The layers of relay/ARCHITECTURE.md: nothing includes upward, foreign libraries stay in their layer, core does no I/O."""
import re

from report import Report, sources, text_of, without_comments

# What each layer may include besides itself and the C library: its direct links and what those show in their headers.
MAY_INCLUDE = {
    "base": set(),
    "core": {"base"},
    "codec": {"core", "base"},
    "journal": {"core", "codec", "base"},
    "serving": set(),
    "link": {"core", "base"},
    "hub": {"core", "codec", "journal", "auth", "link", "serving", "base"},
    "site": {"core", "codec", "journal", "link", "auth", "serving", "base"},
    "auth": {"base"},
    "net": {"hub", "site", "serving", "link", "auth", "codec", "core", "base"},
    "app": {"base", "core", "codec", "journal", "hub", "site", "serving", "link", "auth", "net"},
}
# Whose headers only some layers see.
LIBRARIES = {
    r"jansson": {"codec"},
    r"libwebsockets|uv\.h|uv/": {"net"},
    r"sqlite3": {"journal"},
    r"utf8proc": {"base"},
    r"sodium": {"base", "auth"},
    r"openssl/": {"base", "auth", "net"},
}
# All of the C library that a pure layer needs.
PURE = {"assert.h", "errno.h", "inttypes.h", "limits.h", "stdalign.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h",
        "stdlib.h", "string.h"}
IMPURE_WORDS = re.compile(
    r"\b(FILE|fopen|fdopen|fread|fwrite|printf|fprintf|puts|fputs|stdin|stdout|stderr|open|read|write|socket|time|clock|clock_gettime|"
    r"clock_hub_time|gettimeofday|localtime|gmtime|rand|srand|random|getrandom|getenv|setenv|system|exit|abort|sleep|usleep|nanosleep|"
    r"pthread_\w+|log_line|metric_\w+)\s*\(|\b(FILE|stdin|stdout|stderr)\b")
ALLOCATION = re.compile(r"\b(malloc|calloc|realloc|free|strdup|strndup|asprintf|vasprintf)\s*\(")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def includes():
    """(path, layer, line, quoted, name) of every include."""
    for path in sources(".c", ".h"):
        if len(path.parts) < 3:
            continue
        text = text_of(path)
        for match in INCLUDE.finditer(text):
            yield path, path.parts[1], text.count("\n", 0, match.start()) + 1, match[1] == '"', match[2]


def upward():
    for path, layer, line, quoted, name in includes():
        other = name.split("/")[0] if "/" in name else layer
        if layer not in MAY_INCLUDE:
            yield f"{path}: there is no layer {layer}"
        elif quoted and other != layer and other not in MAY_INCLUDE[layer]:
            yield f"{path}:{line}: {layer} must not include {name}"


def foreign():
    for path, layer, line, _, name in includes():
        for library, layers in LIBRARIES.items():
            if re.match(library, name) and layer not in layers:
                yield f"{path}:{line}: only {', '.join(sorted(layers))} may include {name}"


def impure():
    for path, layer, line, quoted, name in includes():
        if layer in ("core", "link") and not quoted and name not in PURE:
            yield f"{path}:{line}: {layer} is pure, {name} is not"
    yield from words_in(("core", "link"), IMPURE_WORDS, "is I/O, a clock or chance")


def words_in(layers, pattern, what, but=()):
    for path in sources(".c", ".h"):
        if len(path.parts) < 3 or path.parts[1] not in layers or "/".join(path.parts) in but:
            continue
        text = without_comments(text_of(path))
        for match in pattern.finditer(text):
            before = text[:match.start()].rstrip(" \t")
            if before.endswith((".", "->")):
                continue  # a member that happens to have this name
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip(' (')} {what}"


report = Report()
report.check("nothing includes upward", upward())
report.check("foreign libraries stay in their layer", foreign())
report.check("core and link are pure", impure())
report.check("only base/memory.c allocates", words_in(MAY_INCLUDE, ALLOCATION, "goes around base/memory.h", ("relay/base/memory.c",)))
report.finish()
