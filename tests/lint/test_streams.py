#!/usr/bin/env python3
"""The recorded streams that client-web folds are what the scenarios give today.

After a change on purpose: build/dev/tests/scenario_runner --record tests/streams tests/scenarios/*.txt
"""
import filecmp
import pathlib
import subprocess
import tempfile

from report import ROOT, Report


def main():
    report = Report()
    runner = ROOT / "build/dev/tests/scenario_runner"
    kept = ROOT / "tests/streams"
    with tempfile.TemporaryDirectory() as fresh:
        scenarios = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/scenarios").glob("*.txt"))
        subprocess.run([runner, "--record", fresh, *scenarios], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        names = sorted({path.name for path in kept.glob("*.jsonl")} | {path.name for path in pathlib.Path(fresh).glob("*.jsonl")})
        stale = [name for name in names if not same(kept / name, pathlib.Path(fresh) / name)]
        report.check("recorded streams are what the scenarios give", stale)
    report.finish()


def same(a: pathlib.Path, b: pathlib.Path) -> bool:
    return a.exists() and b.exists() and filecmp.cmp(a, b, shallow=False)


if __name__ == "__main__":
    main()
