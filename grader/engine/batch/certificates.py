"""Certificates for a Dask cluster: without one nothing connects, gets a bank or sends a result.

They are for Dask's own TLS. One file a machine holds its key, its certificate and the authority's certificate. The
authority's key is thrown away, so nobody can make more later: a new machine needs a new set.
"""

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from grader.words import Refusal, reason

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, Name
    from distributed.security import Security

CLIENT, SCHEDULER = "client", "scheduler"
DAYS = 30
_MACHINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


class CertificateError(Refusal, ValueError):
    """What keeps certificates from being made or used: one line, what and where and what to do."""


def make_certificates(folder: Path, workers: Sequence[str], days: int = DAYS) -> list[Path]:
    """Write `client.pem`, `scheduler.pem` and one file for each of `workers` into a new `folder`; their paths.

    Raises CertificateError where a name cannot be used or `folder` holds something already.
    """
    from cryptography.hazmat.primitives.asymmetric import ec

    names = [CLIENT, SCHEDULER, *workers]
    for name in names:
        if not _MACHINE.fullmatch(name):
            raise CertificateError("certificates.name", name=repr(name))
    if twice := {n for n in names if names.count(n) > 1}:
        raise CertificateError("certificates.twice", name=min(twice))
    if folder.exists() and any(folder.iterdir()):
        raise CertificateError("certificates.folder", path=folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    authority = ec.generate_private_key(ec.SECP256R1())
    root = _signed("From Neuron to Network cluster", authority, None, authority, days)
    written = []
    for name in names:
        key = ec.generate_private_key(ec.SECP256R1())
        written.append(
            _write(folder / f"{name}.pem", key, _signed(name, key, root.subject, authority, days), root)
        )
    return written


def _signed(
    name: str,
    key: "EllipticCurvePrivateKey",
    issuer: "Name | None",
    by: "EllipticCurvePrivateKey",
    days: int,
) -> "Certificate":
    """A certificate of `key` for `name`; without an `issuer` it is the authority's own."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))  # clocks differ
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(by, hashes.SHA256())
    )


def _write(
    path: Path, key: "EllipticCurvePrivateKey", certificate: "Certificate", root: "Certificate"
) -> Path:
    from cryptography.hazmat.primitives import serialization

    pem = serialization.Encoding.PEM
    text = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
        f.write(text + certificate.public_bytes(pem) + root.public_bytes(pem))
    return path


def options(pem: Path) -> list[str]:
    """What `dask scheduler` and `dask worker` are told, for the machine whose file this is."""
    return [f"--tls-ca-file={pem}", f"--tls-cert={pem}", f"--tls-key={pem}"]


def security(pem: Path) -> "Security":
    """Dask's settings for a client with this file. Raises CertificateError where it cannot be used."""
    import ssl

    from distributed.security import Security

    try:
        context = ssl.create_default_context(cafile=pem)
        context.load_cert_chain(pem)
    except OSError as e:  # ssl's errors too
        raise CertificateError("certificates.system", what=reason(e)) from None
    own = {"tls_ca_file": str(pem), "tls_client_cert": str(pem), "tls_client_key": str(pem)}
    return Security(require_encryption=True, **own)
