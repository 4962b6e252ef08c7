"""The systemd units: hardened, started by options there are, and not started again when another process holds what they want."""
import re
import shutil
import subprocess

from report import ROOT, Report
from test_options import PROGRAM, in_program

UNITS = sorted((ROOT / "deploy").glob("*.service"))
EXPOSURE_MOST = 2.0
EXIT_HELD = 3


def lines_of(unit):
    """Each setting as (name, value); a backslash at the end of a line joins it with the next."""
    text = unit.read_text().replace("\\\n", " ")
    return [tuple(line.split("=", 1)) for line in text.splitlines() if re.match(r"[A-Z]\w+=", line)]


def exposed():
    for unit in UNITS:
        said = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", unit], capture_output=True, text=True, timeout=60)
        found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
        if not found or float(found[1]) > EXPOSURE_MOST:
            yield f"{unit.name}: {found[0] if found else said.stderr}"


def wrong_options():
    known = in_program()
    for unit in UNITS:
        for name, value in lines_of(unit):
            words = value.split()
            if name == "ExecStart":
                for option in [word for word in words if word.startswith("--") and word not in known[words[1]]]:
                    yield f"{unit.name}: lamrelay {words[1]} has no {option}"


def wrong_endings():
    for unit in UNITS:
        settings = dict(lines_of(unit))
        if str(EXIT_HELD) not in settings["RestartPreventExitStatus"].split() or settings["Restart"] != "on-failure":
            yield f"{unit.name}: is started again when another process holds what it wants"
    if f"EXIT_HELD = {EXIT_HELD}" not in (ROOT / "relay/app/options.h").read_text():
        yield f"relay/app/options.h: EXIT_HELD is not {EXIT_HELD}"


def different():
    """What a process may do is the same in both."""
    first, *others = [unit.read_text().partition("# What it may do")[2] for unit in UNITS]
    for other in others:
        if other != first:
            yield "the units differ in what they allow"


report = Report()
report.check("what holds a process back is the same in both", different())
report.check("one that is held by another is not started again", wrong_endings())
if shutil.which(PROGRAM):
    report.check("they name options there are", wrong_options())
else:
    report.skip("they name options there are", "lamrelay is not built")
if shutil.which("systemd-analyze"):
    report.check(f"exposure is at most {EXPOSURE_MOST}", exposed())
else:
    report.skip(f"exposure is at most {EXPOSURE_MOST}", "there is no systemd-analyze")
report.finish()
