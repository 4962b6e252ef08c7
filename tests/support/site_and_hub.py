"""A real hub that serves links, the path to it that can be cut, and people who sign in at a site of it."""
import re
import tempfile

from hub_process import PROGRAM, Hub, run_program, wait_until
from link_hub import SiteProcess
from link_path import LinkPath
from socket_client import RpcError, SocketClient

LINK_SECONDS = 20


class Way:
    """Where a site's link goes, for SiteProcess: through the path. The hub's certificate is its own authority."""

    def __init__(self, hub, path):
        self.directory, self.port, self.authority = hub.directory, path.port, hub.certificate
        self.site_certificate, self.site_key = hub.directory / "site-dc01.pem", hub.directory / "site-dc01.key"


def hub_for_sites(config):
    """(hub, path): with a certificate for the site dc01; a hub that is started again has the same port for links. Both are the caller's to close."""
    directory = tempfile.mkdtemp(prefix="lamrelay-site-and-hub-")
    assert run_program("certificate", "--dir", directory, "--site", "dc01").returncode == 0
    hub = Hub(config, directory, arguments=["--link-port", "0", "--link-ca", f"{directory}/link-authority.pem"])
    port = int(re.search(r"sites on port (\d+)", hub.process.stdout.readline())[1])
    hub.arguments[1] = str(port)
    return hub, LinkPath(port)


class DownloadedSite(SiteProcess):
    """`lamrelay site FILE`; `port` 0 is any free one, None that of the bundle's first address."""

    def __init__(self, bundle, folder, port=0):
        self.bundle, self.folder, self.process, self.wanted_port, self.arguments = bundle, folder, None, port, []
        self.log_path = folder / "site.log"
        self.start()

    def command(self, *more):
        where = () if self.wanted_port is None else ("--port", self.wanted_port)
        return [str(word) for word in (PROGRAM, "site", self.bundle, "--dir", self.folder / "kept", *where, "--listen", "127.0.0.1", *more)]


def open_session(hub, site, person):
    """Through the site, by the person's own code or password, as soon as its link is up: (client, token)."""
    def opened():
        client = SocketClient(site.port)
        try:
            return client, client.call("session.open", hub.credentials(person))["token"]
        except RpcError as error:
            client.close()
            if error.code != "link_down":
                raise
            return None
    return wait_until(opened, LINK_SECONDS, "the link")
