"""A file of more than 600 lines is two files."""
from report import ROOT, Report, tracked

MOST = 600
SUFFIXES = {".c", ".h", ".ts", ".tsx", ".mjs", ".py", ".css", ".cmake", ".sh"}


def faults():
    for path in tracked():
        if path.suffix in SUFFIXES and "dist" not in path.parts:
            lines = (ROOT / path).read_bytes().count(b"\n")
            if lines > MOST:
                yield f"{path}: {lines} lines"


report = Report()
report.check(f"no file has more than {MOST} lines", faults())
report.finish()
