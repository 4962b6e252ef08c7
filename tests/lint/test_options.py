"""Every subcommand and option of lamrelay stands in deploy/README.md with its default, and nothing else does; what the documents show as
command lines can be typed."""
import os
import re
import subprocess

from report import ROOT, Report, text_of

PROGRAM = os.environ.get("LAMRELAY", str(ROOT / "build/dev/lamrelay"))
REFERENCE = "deploy/README.md"
DOCUMENTS = [path for path in ("README.md", REFERENCE, "relay/ARCHITECTURE.md") if (ROOT / path).exists()]


def help_of(*words):
    return subprocess.run([PROGRAM, *words, "--help"], capture_output=True, text=True, check=True).stdout


def in_program():
    """{subcommand: {option: (argument, default)}} from --help; an option that takes none has the argument ""."""
    found = {}
    for name in re.findall(r"^  (\w+) ", help_of(), re.M):
        options = re.findall(r"^  (--[\w-]+)(?: ([A-Z]+))? +(.*)$", help_of(name), re.M)
        found[name] = {option: (argument, default_of(text)) for option, argument, text in options if option != "--help"}
    return found


def default_of(text):
    last = re.search(r"\(([^()]*)\)$", text)
    return last[1] if last and last[1] not in ("required", "may be repeated") else None


def in_reference():
    """The same from the reference."""
    found = {}
    for section in re.split(r"^### lamrelay ", text_of(REFERENCE), flags=re.M)[1:]:
        lines = re.findall(r"^- `(--[\w-]+)(?: (\w+))?`(?: \((.*?)\))?[:,]", section, re.M)
        found[section.split()[0]] = {option: (argument, default or None) for option, argument, default in lines}
    return found


def in_script():
    """The options of deploy/quickstart: those it takes, those it explains."""
    text = text_of("deploy/quickstart")
    taken = set(re.findall(r"^ +(--[\w-]+)\)", text, re.M))
    explained = set(re.findall(r"^ +(--[\w-]+) ", text.split('USAGE="')[1].split('"')[0], re.M))
    return taken, explained


def compare(program, reference):
    for name in sorted(program.keys() - reference.keys()):
        yield f"lamrelay {name} is not in {REFERENCE}"
    for name in sorted(reference.keys() - program.keys()):
        yield f"{REFERENCE} has lamrelay {name}, the program has not"
    for name in sorted(program.keys() & reference.keys()):
        for option in sorted(program[name].keys() | reference[name].keys()):
            ours, theirs = program[name].get(option), reference[name].get(option)
            if ours != theirs:
                yield f"lamrelay {name} {option}: {ours} in the program, {theirs} in {REFERENCE}"


def command_lines(program, quickstart):
    """Options in code lines that begin with one of our programs."""
    for path in DOCUMENTS:
        for line in re.findall(r"^(?:    |\$ |)(\S*(?:lamrelay|quickstart) .*)$|`(\S*(?:lamrelay|quickstart) [^`\n]*)`", text_of(path), re.M):
            words = (line[0] or line[1]).split()
            name = os.path.basename(words[0])
            known = quickstart | {"--help"} if name == "quickstart" else None
            if name == "lamrelay":
                if words[1] not in program and re.fullmatch(r"[a-z]+", words[1]) and line[1]:
                    yield f"{path}: there is no lamrelay {words[1]}"
                known = set(program.get(words[1], {})) | {"--help"}
            for word in words[1:]:
                option = word.split("=")[0]
                if known is not None and re.fullmatch(r"--[a-z-]+", option) and option not in known:
                    yield f"{path}: `{' '.join(words)[:70]}`: there is no {option}"


def main():
    report = Report()
    taken, explained = in_script()
    report.check("quickstart explains the options it takes", sorted(taken ^ explained - {"--help"}))
    documented = set(re.findall(r"^- `(--[\w-]+)", text_of(REFERENCE).split("### lamrelay")[0], re.M))
    report.check("quickstart's options are in the document", sorted(taken - {"--help"} ^ documented))
    if os.access(PROGRAM, os.X_OK):
        program = in_program()
        report.check("options and documents agree", compare(program, in_reference()))
        report.check("command lines in documents can be typed", command_lines(program, taken))
    else:
        report.skip("options and documents agree", "lamrelay is not built")
    report.finish()


if __name__ == "__main__":
    main()
