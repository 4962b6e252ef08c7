"""The Debian package as cpack makes it: which files, whose, what they depend on; and the program in it finds its pages by itself."""
import http.client
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import hub_process
from hub_process import PROGRAM, ROOT, Hub, Report, Skip
from socket_client import tls_context

BUILD = Path(PROGRAM).resolve().parent
DOCUMENTS = "usr/share/doc/lamrelay"
FILES = {
    "usr/bin/lamrelay",
    "usr/lib/systemd/system/lamrelay-hub.service",
    "usr/lib/systemd/system/lamrelay-site@.service",
    "usr/lib/sysusers.d/lamrelay.conf",
    "usr/share/man/man1/lamrelay.1.gz",
    *(f"{DOCUMENTS}/{name}" for name in ("README.md", "deploy.md", "ARCHITECTURE.md", "DELIVERY.md", "protocol.asyncapi.yaml", "link.asyncapi.yaml",
                                         "copyright", "changelog.gz")),
}

report = Report()


def run(*command, **options):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=200, **options)
    assert result.returncode == 0, f"{command}: {result.stdout[-2000:]}{result.stderr[-2000:]}"
    return result.stdout


def make_package(folder):
    """The .deb, from the build that is tested; its program is not stripped: sanitizers want its symbols."""
    missing = [tool for tool in ("cpack", "dpkg-deb", "dpkg-shlibdeps", "file") if not shutil.which(tool)]
    if missing:
        raise Skip(f"there is no {', '.join(missing)}")
    if not (BUILD / "CPackConfig.cmake").exists():
        raise Skip(f"{BUILD} is no build directory")
    run("cpack", "-G", "DEB", "-B", folder, "-D", "CPACK_STRIP_FILES=OFF", "--config", BUILD / "CPackConfig.cmake", cwd=BUILD)
    return next(folder.glob("*.deb"))


with tempfile.TemporaryDirectory(prefix="lamrelay-package-") as made:
    folder, package = Path(made), None
    with report.test("cpack makes it"):
        package = make_package(folder)

    if package:
        with report.test("its files, and nothing else"):
            wanted = FILES | {f"{DOCUMENTS}/examples/{path.name}" for path in (ROOT / "config").glob("*.json")}
            wanted |= {f"usr/share/lamrelay/{path.relative_to(BUILD)}" for path in (BUILD / "pages").rglob("*") if path.is_file()}
            listed = [line.split() for line in run("dpkg-deb", "-c", package).splitlines()]
            found = {words[5].removeprefix("./") for words in listed if not words[0].startswith("d")}
            assert found == wanted, f"missing {sorted(wanted - found)}, too many {sorted(found - wanted)}"
            assert all(words[1] == "root/root" and words[0] in ("drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x") for words in listed), listed
            assert [words[5] for words in listed if words[0] == "-rwxr-xr-x"] == ["./usr/bin/lamrelay"]

        with report.test("package, program and manual are of one version"):
            version = run("dpkg-deb", "-f", package, "Version").strip()
            assert run(PROGRAM, "--version") == f"lamrelay {version}\n", version
            assert f'"lamrelay {version}"' in (ROOT / "deploy/package/lamrelay.1").read_text()

        with report.test("it depends on what it loads, also by name"):
            depends = run("dpkg-deb", "-f", package, "Depends")
            for library in ("libwebsockets-evlib-uv", "libc6", "libssl3", "libsqlite3-0", "libjansson4", "libuv1"):
                assert re.search(rf"\b{library}\b", depends), depends

        with report.test("its scripts are a shell's"):
            run("dpkg-deb", "-e", package, folder / "control")
            for name in ("postinst", "prerm", "postrm"):
                run("sh", "-n", folder / "control" / name)

        with report.test("the program in it serves the pages in it"):
            run("dpkg-deb", "-x", package, folder / "root")
            hub_process.PROGRAM = str(folder / "root" / "usr/bin/lamrelay")
            with Hub() as hub:
                connection = http.client.HTTPSConnection("localhost", hub.port, context=tls_context(str(hub.certificate)), timeout=10)
                connection.request("GET", "/site")
                answer = connection.getresponse()
                assert answer.status == 200 and b"<!doctype html>" in answer.read()
                connection.close()

report.finish()
