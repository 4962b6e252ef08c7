"""The short benchmark: 1,000 clients, the hub beside the floor. What it measured is told, not judged: a machine for tests is no quiet one. What must not happen at any
speed fails it: a delivery lost, twice or out of order, a ballot without an answer, somebody who does not come back, a journal that is not whole."""
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from hub_process import Report

TOLD = ("_hub_to_floor", "_ack_p99_hub")
report = Report()
with report.test("nothing is lost while 1,000 clients listen, vote and come back after kill -9"):
    done = subprocess.run([HERE / "run", "--quick", "--only", "fanout,ballots,reconnect"], capture_output=True, text=True)
    print(done.stdout, done.stderr)
    for line in done.stdout.splitlines():
        if line.split(" ")[0].endswith(TOLD):
            print("measured " + " ".join(line.split()))
    faults = [line for line in done.stdout.splitlines() if line.startswith("FAULT")]
    assert done.returncode == 0, "; ".join(faults) or done.stderr[-2000:]
report.finish()
