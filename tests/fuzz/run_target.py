"""One fuzz target: what it knows must still pass, then new inputs: the same 20,000 at each run, so that a red run can be repeated, or, with FUZZ_SECONDS=N,
N seconds of inputs nobody has seen. What it finds stands in tests/out/fuzz/<target>/ and
belongs, once mended, into tests/fuzz/corpus/<target>/.

    python3 tests/fuzz/run_target.py request
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = sys.argv[1]
PROGRAM = ROOT / "build/fuzz/fuzz" / f"fuzz_{TARGET}"
CORPUS = ROOT / "tests/fuzz/corpus" / TARGET
OUT = ROOT / "tests/out/fuzz" / TARGET
SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))
NEW = [f"-max_total_time={SECONDS}"] if SECONDS else ["-seed=1", "-runs=20000", "-max_total_time=60"]
LONGEST = {"journal": 65536, "config": 16384, "request": 8192}
BOUNDS = ["-timeout=5", "-rss_limit_mb=1024", f"-max_len={LONGEST.get(TARGET, 4096)}", f"-artifact_prefix={OUT}/"]


def run(name, *words):
    """True when the program came to its end; else its last words, and the input it died of."""
    result = subprocess.run([str(PROGRAM), *BOUNDS, *map(str, words)], capture_output=True, text=True, errors="replace")
    runs = re.search(r"(?:Done|Executed|stat::number_of_executed_units:) +(\d+)", result.stderr)
    if result.returncode == 0:
        print(f"ok {name}{f': {runs[1]} inputs' if runs else ''}", flush=True)
    else:
        print(f"FAIL {name}: exit code {result.returncode}\n{result.stderr[-6000:]}", flush=True)
    return result.returncode == 0


def main():
    if not PROGRAM.exists():
        print(f"skip {TARGET}: there is no clang with libFuzzer here\n0 passed, 0 failed, 1 skipped")
        return 0
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "new").mkdir(parents=True)
    outcomes = [run("the corpus", *sorted(CORPUS.iterdir()))]
    if outcomes[0]:
        outcomes.append(run(f"{SECONDS} s of new inputs" if SECONDS else "new inputs", *NEW, "-print_final_stats=1", OUT / "new", CORPUS))
    print(f"{outcomes.count(True)} passed, {outcomes.count(False)} failed")
    return 0 if all(outcomes) else 1


sys.exit(main())
