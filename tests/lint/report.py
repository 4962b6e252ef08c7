"""What every lint test needs: the files of the tree, and lines that tests/run can add up."""
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"build", "node_modules", "__pycache__", ".git", ".lamrelay", "out"}


class Report:
    """ok / FAIL / skip lines, then `N passed, N failed`. Exit code 1 on any failure."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, name, faults):
        """One test: passed when `faults`, a list of texts, is empty."""
        faults = list(faults)
        if faults:
            self.failed += 1
            print(f"FAIL {name}")
            for fault in faults[:50]:
                print(f"    {fault}")
            if len(faults) > 50:
                print(f"    ... and {len(faults) - 50} more")
        else:
            self.passed += 1
            print(f"ok {name}")

    def skip(self, name, reason):
        self.skipped += 1
        print(f"skip {name}: {reason}")

    def finish(self):
        tail = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{tail}")
        sys.exit(1 if self.failed else 0)


def tracked():
    """Paths, relative to ROOT, of the files that are or would be committed."""
    git = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True)
    if git.returncode == 0:
        names = {name for name in git.stdout.decode().split("\0") if name}
        return sorted(Path(name) for name in names if (ROOT / name).is_file())
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [(Path(folder) / name).relative_to(ROOT) for name in names]
    return sorted(found)


def text_of(path):
    """The text of a file, or None when it is not text."""
    data = (ROOT / path).read_bytes()
    try:
        return None if b"\0" in data else data.decode()
    except UnicodeDecodeError:
        return None


def sources(*suffixes):
    """The C files of relay/ with these suffixes."""
    return [path for path in tracked() if path.parts[0] == "relay" and path.suffix in suffixes]


def without_comments(text):
    """C without comments and the contents of string literals; line numbers stay."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

    def blank(match):
        found = match.group()
        return '""' if found[0] in "\"'" else "\n" * found.count("\n")

    return token.sub(blank, text)
