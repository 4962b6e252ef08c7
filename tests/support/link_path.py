"""The way between a site and its hub: bytes pass both ways until somebody cuts it."""
import socket
import threading
import time


class LinkPath:
    def __init__(self, port):
        """`port` is the hub's for links."""
        self.to = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.open, self.closed, self.sockets = True, False, []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while not self.closed:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.to), 5) if self.open else None
            except OSError:
                far = None
            if far is None:
                near.close()
                continue
            self.sockets += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    @staticmethod
    def _pass(source, target):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.open = False
        for end in self.sockets:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.sockets = []
        time.sleep(0.1)

    def mend(self):
        self.open = True

    def close(self):
        self.closed = True
        self.cut()
        self.listening.close()
