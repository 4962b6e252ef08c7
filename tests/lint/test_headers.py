"""Every header of relay/ compiles alone, under the flags of the build."""
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from report import ROOT, Report, sources

FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-fsyntax-only", "-Irelay"]
LIBRARIES = ["libwebsockets", "libuv", "jansson", "sqlite3", "libsodium", "openssl"]


def library_flags():
    flags = []
    for library in LIBRARIES:
        found = subprocess.run(["pkg-config", "--cflags", library], capture_output=True, text=True)
        flags += found.stdout.split()
    return [flag.replace("-I", "-isystem", 1) for flag in flags]


def compile_alone(path, libraries):
    text = f'#include "{path.relative_to("relay")}"\n#include "{path.relative_to("relay")}"\n'  # twice: the guard works
    command = [os.environ.get("CC", "gcc"), *FLAGS, *libraries, "-x", "c", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT)


def faults():
    libraries = library_flags()
    headers = sources(".h")
    with ThreadPoolExecutor(max_workers=2) as pool:
        for path, result in zip(headers, pool.map(lambda path: compile_alone(path, libraries), headers)):
            if result.returncode != 0:
                said = result.stderr.splitlines()
                yield f"{path}: {next((line for line in said if 'error' in line), said[0] if said else 'no message')}"


report = Report()
report.check("headers compile alone", faults())
report.finish()
