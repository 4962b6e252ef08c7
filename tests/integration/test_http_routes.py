"""Pages and the addresses for machines: what is there, with which headers, and what is not."""
import base64
import gzip
import hashlib
import http.client
import json
import re
import socket
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import PROGRAM, Hub, Report, Skip
from socket_client import tls_connect, tls_context

report = Report()
SCRIPT = "const a = '<b>';\n"
PAGE = f"<!doctype html><style>p {{ color: red }}</style><p>Chào</p><script type=\"module\">{SCRIPT}</script>\n"
ASSET = "export const x = 1;\n" * 20000  # more than a socket takes at once


def make_pages(folder):
    (folder / "index.html").write_text(PAGE)
    (folder / "mod.html").write_text("<!doctype html><script src=\"/assets/mod-Ab12Cd34.js\"></script>")
    (folder / "assets").mkdir()
    (folder / "assets" / "mod-Ab12Cd34.js").write_text(ASSET)
    (folder / "assets" / "mod-Ab12Cd34.js.gz").write_bytes(gzip.compress(ASSET.encode()))
    (folder / "assets" / "mod-Ab12Cd34.js.br").write_bytes(b"not really brotli")
    (folder / ".hidden").write_text("secret")
    (folder.parent / "outside.txt").write_text("secret")
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")


class Answer:
    def __init__(self, response, method):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()
        self.method = method


def fetch(hub, path, method="GET", headers=None, body=None):
    connection = http.client.HTTPSConnection("localhost", hub.port, context=tls_context(str(hub.certificate)), timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        return Answer(connection.getresponse(), method)
    finally:
        connection.close()


def raw(hub, text):
    """What comes back for these bytes until the other end closes."""
    connection = tls_connect(hub.port, str(hub.certificate), timeout=15)
    connection.sendall(text.encode("latin-1"))
    said = b""
    try:
        while piece := connection.recv(65536):
            said += piece
    except OSError:
        pass
    connection.close()
    return said


def directives(answer):
    return dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))


def check_common(answer):
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert re.fullmatch(r"max-age=\d{7,}", headers["strict-transport-security"])
    assert directives(answer)["default-src"] == "'none'" and directives(answer)["frame-ancestors"] == "'none'"
    assert "server" not in headers


folder = tempfile.TemporaryDirectory(prefix="lamrelay-pages-")
pages = Path(folder.name) / "pages"
pages.mkdir()
make_pages(pages)

with Hub(pages=pages, arguments=["--address", "https://relay.example:8443", "--address", "https://localhost:443/"]) as hub:
    with report.test("the page for phones"):
        answer = fetch(hub, "/")
        assert answer.status == 200 and answer.body.decode() == PAGE
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
        check_common(answer)

    with report.test("its policy names the hashes of what stands in it, and the addresses"):
        policy = directives(fetch(hub, "/"))
        digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
        assert policy["script-src"] == f"'self' 'sha256-{digest}'", policy
        assert policy["style-src"].count("'sha256-") == 1, policy
        assert policy["connect-src"] == "'self' wss://relay.example:8443 wss://localhost", policy
        assert policy["img-src"] == "'self' data:" and policy["font-src"] == "'self'", policy
        assert policy["worker-src"] == "'self'" and policy["manifest-src"] == "'self'", policy
        assert policy["base-uri"] == "'none'" and policy["form-action"] == "'none'", policy
        assert "unsafe" not in str(policy), policy
        assert directives(fetch(hub, "/mod"))["script-src"] == "'self'"

    with report.test("an asset is kept for ever"):
        answer = fetch(hub, "/assets/mod-Ab12Cd34.js")
        assert answer.status == 200 and answer.body.decode() == ASSET
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].startswith("text/javascript")
        check_common(answer)

    with report.test("the best variant the client takes"):
        for offer, encoding in (("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)):
            answer = fetch(hub, "/assets/mod-Ab12Cd34.js", headers={"Accept-Encoding": offer})
            assert answer.headers.get("content-encoding") == encoding, offer
            assert answer.headers["vary"] == "Accept-Encoding"
            if encoding == "gzip":
                assert gzip.decompress(answer.body).decode() == ASSET
        assert "content-encoding" not in fetch(hub, "/", headers={"Accept-Encoding": "br, gzip"}).headers

    with report.test("an unchanged page is not sent again"):
        tag = fetch(hub, "/").headers["etag"]
        for header in (tag, f"W/{tag}", f'"other", {tag}'):
            answer = fetch(hub, "/", headers={"If-None-Match": header})
            assert answer.status == 304 and answer.body == b"", header
        assert fetch(hub, "/", headers={"If-None-Match": '"other"'}).status == 200

    with report.test("HEAD says the same without the body"):
        for path in ("/", "/assets/mod-Ab12Cd34.js", "/healthz", "/nothing"):
            get, head = fetch(hub, path), fetch(hub, path, "HEAD")
            assert head.status == get.status and head.body == b"", path
            assert head.headers["content-length"] == str(len(get.body)), path

    with report.test("other methods are refused with 405"):
        for method, body in (("POST", b"x" * 50000), ("PUT", b"x"), ("DELETE", None), ("OPTIONS", None), ("PATCH", b"x")):
            answer = fetch(hub, "/", method, body=body)
            assert answer.status == 405 and answer.headers["allow"] == "GET, HEAD", f"{method}: {answer.status}"

    with report.test("CONNECT, TRACE and nonsense get nothing"):
        for line in ("CONNECT localhost:22 HTTP/1.1", "TRACE / HTTP/1.1", "NONSENSE / HTTP/1.1", "GET", "\x00\x01\x02"):
            said = raw(hub, line + "\r\nHost: localhost\r\n\r\n")
            assert not said.startswith(b"HTTP/1.1 2"), f"{line!r}: {said[:60]}"

    with report.test("a request with a body is refused"):
        assert fetch(hub, "/", "GET", body=b"abc").status == 400

    with report.test("several requests on one connection"):
        connection = http.client.HTTPSConnection("localhost", hub.port, context=tls_context(str(hub.certificate)), timeout=10)
        for path in ("/", "/assets/mod-Ab12Cd34.js", "/nothing", "/healthz", "/assets/mod-Ab12Cd34.js", "/mod"):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            assert response.status == (404 if path == "/nothing" else 200), path
        connection.close()

    with report.test("requests sent in one piece are answered in order"):
        said = raw(hub, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2 + "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert re.findall(rb"HTTP/1.1 (\d+)", said) == [b"200", b"200", b"404"], said

    with report.test("unknown paths and all ways out of the directory are 404"):
        for path in ("/nothing", "/index", "/index.html", "/.hidden", "/link.txt", "/../outside.txt", "/..%2foutside.txt",
                     "/%2e%2e/outside.txt", "/assets/../../outside.txt", "/assets/", "/assets", "/assets/mod-Ab12Cd34.js.gz", "/mod.html",
                     "//etc/passwd", "/etc/passwd", "/mod/", "/MOD", "/%6dod%00", "/" + "a" * 1500, "/\\..\\outside.txt"):
            said = raw(hub, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert b"secret" not in said and b"root:" not in said, path
            assert said == b"" or said.startswith((b"HTTP/1.1 404", b"HTTP/1.1 403", b"HTTP/1.1 400")), f"{path}: {said[:60]}"
        assert fetch(hub, "/nothing").status == 404
        check_common(fetch(hub, "/nothing"))

    with report.test("a query does not matter"):
        assert fetch(hub, "/?x=1&y=/etc/passwd").status == 200

    with report.test("healthz and readyz"):
        assert (fetch(hub, "/healthz").status, fetch(hub, "/healthz").body) == (200, b"ok\n")
        assert fetch(hub, "/readyz").status == 200
        assert fetch(hub, "/readyz").headers["cache-control"] == "no-store"
        assert fetch(hub, "/healthz/").status == 404

    with report.test("metrics for this machine, and for no other"):
        answer = fetch(hub, "/metrics")
        assert answer.status == 200 and b"# TYPE lamrelay_connections gauge" in answer.body
        assert "lamrelay_handshakes" in hub.metrics()
        own = None
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing
                own = probe.getsockname()[0]
            except OSError:
                pass
        if own and not own.startswith("127."):
            connection = tls_connect(hub.port, None, address=own)
            connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 404")

    with report.test("a plain GET of the socket's path says what answers there"):
        assert fetch(hub, "/ws", headers={"Host": "relay.example:8443"}).status == 426
        assert fetch(hub, "/ws", headers={"Host": "localhost"}).status == 426

    with report.test("and to a page that was opened at another address, why it gets no socket"):
        for host in ("elsewhere.example", f"elsewhere.example:{hub.port}", "localhost:1", "x" * 300, "a b"):
            assert fetch(hub, "/ws", headers={"Host": host}).status == 421, host

    with report.test("HTTP without TLS gets nothing"):
        with socket.create_connection(("127.0.0.1", hub.port), 15) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try:
                said = plain.recv(4096)
            except OSError:
                said = b""
            assert not said.startswith(b"HTTP"), said

    with report.test("a TLS session is resumed, also after a restart"):
        context = tls_context(str(hub.certificate))  # Python ties a session to its context

        def once(session):
            with context.wrap_socket(socket.create_connection(("127.0.0.1", hub.port), 10), server_hostname="localhost",
                                     session=session) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                while connection.recv(4096):
                    pass
                return connection.session_reused, connection.session

        _, session = once(None)
        reused, session = once(session)
        assert reused, "not resumed"
        hub.restart()
        reused, _ = once(session)
        assert reused, "not resumed after the restart"

built = Path(PROGRAM).resolve().parent / "pages"
with report.test("the built pages are all served, each with its policy"):
    if not (built / "index.html").exists():
        raise Skip(f"no built pages beside {PROGRAM}")
    with Hub(pages=built) as hub:
        hashes = json.loads((built / "csp.json").read_text()) if (built / "csp.json").exists() else {}
        for path in ("/", "/site", "/mod", "/chair", "/stage"):
            answer = fetch(hub, path)
            assert answer.status == 200, f"{path}: {answer.status}"
            for kind, wanted in hashes.get(path, {}).items():
                for digest in wanted:
                    assert f"'{digest}'" in directives(answer)[f"{kind}-src"], f"{path}: {kind} {digest}"
            assert fetch(hub, "/version.txt").body.decode().strip() in answer.body.decode(), f"{path}: not of this build"
            for name in re.findall(r'(?:src|href)="(/[^"]+)"', answer.body.decode()):
                assert fetch(hub, name).status == 200, f"{path} wants {name}"

with report.test("what makes the page for phones a thing of its own is asked for anew each time, and is what it says"):
    if not (built / "sw.js").exists():
        raise Skip(f"no built pages beside {PROGRAM}")
    with Hub(pages=built) as hub:
        for path, kind in (("/sw.js", "text/javascript; charset=utf-8"), ("/manifest.webmanifest", "application/manifest+json"),
                           ("/version.txt", "text/plain; charset=utf-8"), ("/icon.svg", "image/svg+xml"), ("/icon.png", "image/png")):
            answer = fetch(hub, path)
            assert answer.status == 200 and answer.headers["content-type"] == kind, f"{path}: {answer.status} {answer.headers}"
            assert answer.headers["cache-control"] == "no-cache" and "etag" in answer.headers, path
        for icon in json.loads(fetch(hub, "/manifest.webmanifest").body)["icons"]:
            assert fetch(hub, icon["src"]).headers["content-type"] == icon["type"], icon

folder.cleanup()
report.finish()
