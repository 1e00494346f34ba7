"""A private certificate authority, for brokers and databases that no public one certifies. Writes no file.

Production has its own authority; `scripts/keys` makes this one for docker-compose.yml.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS, SERVER_DAYS = 3_650, 825
CLOCK_SKEW = timedelta(minutes=5)


class Issued(NamedTuple):
    """A private key and its certificate, both PEM."""

    key: str
    certificate: str


class Authority:
    """Signs certificates of servers. Holds its key in memory only, unless it is loaded from what it issued itself."""

    def __init__(self, own: Issued) -> None:
        self.own = own
        key = serialization.load_pem_private_key(own.key.encode(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "an authority's key is on an elliptic curve"
        self._key = key
        self._name = x509.load_pem_x509_certificate(own.certificate.encode()).subject

    @classmethod
    def new(cls, name: str) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        basic = x509.BasicConstraints(ca=True, path_length=0)
        made = _certificate(_named(name), _named(name), key.public_key(), timedelta(days=AUTHORITY_DAYS))
        made = made.add_extension(basic, critical=True).add_extension(_SIGNS, critical=True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        return cls(_issued(key, made.add_extension(identifier, critical=False).sign(key, hashes.SHA256())))

    def issue(self, name: str, hosts: Sequence[str], valid: timedelta = timedelta(days=SERVER_DAYS)) -> Issued:
        """A server's key and certificate, for these host names and IP addresses. It may identify a client too.

        Valid from `valid` ago if that is negative, so that it has expired.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = _certificate(_named(name), self._name, key.public_key(), valid)
        made = made.add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        made = made.add_extension(uses, critical=False).add_extension(signer, critical=False)
        return _issued(key, made.sign(self._key, hashes.SHA256()))


_SIGNS = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, valid: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    start = min(now, now + 2 * valid) - CLOCK_SKEW
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return made.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(now + valid)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _issued(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> Issued:
    plain = serialization.NoEncryption()
    text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return Issued(text.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode())
