"""A time stamp authority of the tests' own: `openssl ts` behind a server on this machine."""

import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[stamper]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """`answers` says how it behaves: "stamp", or bytes, or a status."""

    def __init__(self, folder):
        self.folder, self.asked, self.answers = folder, [], "stamp"
        self.config = folder / "openssl.cnf"
        self.config.write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._make_certificates()

    @property
    def ca(self):
        return str(self.folder / "ca.pem")

    def stamp(self, question):
        (self.folder / "question").write_bytes(question)
        self._openssl(
            *("ts", "-reply", "-config", self.config, "-queryfile", "question"),
            *("-out", "answer"),
        )
        return (self.folder / "answer").read_bytes()

    def verifies(self, receipt, root):
        """By openssl itself, as anybody can."""
        (self.folder / "receipt").write_bytes(receipt)
        (self.folder / "root").write_bytes(root)
        done = self._openssl(
            "ts", "-verify", "-in", "receipt", "-data", "root", "-CAfile", "ca.pem"
        )
        return b"Verification: OK" in done.stdout + done.stderr

    def _make_certificates(self):
        for name in ("ca", "tsa"):
            self._openssl(
                *("req", "-new", "-newkey", "rsa:2048", "-nodes", "-config", self.config),
                *("-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}.test"),
            )
        known = ("-extfile", self.config, "-days", "30")
        self._openssl(
            *("x509", "-req", "-in", "ca.csr", "-signkey", "ca.key", "-out", "ca.pem"),
            *(*known, "-extensions", "ca"),
        )
        self._openssl(
            *("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
            *("-CAcreateserial", "-out", "tsa.pem", *known, "-extensions", "stamper"),
        )

    def _openssl(self, *args):
        return subprocess.run(["openssl", *args], cwd=self.folder, check=True, capture_output=True)


@contextmanager
def serving(authority):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked.append(question)
            status, content = 200, authority.answers
            if content == "stamp":
                content = authority.stamp(question)
            if isinstance(content, int):
                status, content = content, b""
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://elsewhere.test/")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
