"""What providers ask about forwarding: told from all else, and nothing to click from who is not proven."""

from __future__ import annotations

import pytest

from normalizer.mime import ParsedMail, parse
from normalizer.verification_mail import Verification, verification

GMAIL_LINK = "https://mail-settings.google.com/mail/vf-%5BANGjdJ8x%5D-abc"


def mail(sender: str, subject: str, text: str) -> ParsedMail:
    head = f"From: {sender}\r\nTo: lapor@kab.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8"
    return parse(f"{head}\r\n\r\n{text}".encode(), None)


GMAIL = mail(
    "Gmail Team <forwarding-noreply@google.com>",
    "(#612345678) Gmail Forwarding Confirmation - Receive Mail from kades@example.org",
    "kades@example.org has requested to automatically forward mail to your email address lapor@kab.example.\n"
    f"Confirmation code: 612345678\n\nTo allow it, click the link below:\n{GMAIL_LINK}\n\nOther: https://jahat.example/x",
)
ASKED = [
    ("Gmail, English", GMAIL, Verification("google", True, "612345678", (GMAIL_LINK,), "k***@example.org")),
    (
        "Gmail, Indonesian",
        mail(
            "Tim Gmail <forwarding-noreply@google.com>",
            "(#987654321) Konfirmasi Penerusan Gmail - Terima Email dari desa@example.org",
            f"desa@example.org telah meminta untuk meneruskan email. Kode konfirmasi: 987654321\n{GMAIL_LINK}",
        ),
        Verification("google", True, "987654321", (GMAIL_LINK,), "d***@example.org"),
    ),
    (
        "Outlook",
        mail(
            "Microsoft <no-reply@notify.microsoft.com>",
            "Verify your forwarding email address",
            "Mail will be forwarded here. Your code: 445566 https://outlook.com/verify?x=1",
        ),
        Verification("microsoft", True, "445566", ("https://outlook.com/verify?x=1",), ""),
    ),
    (
        "Zoho",
        mail(
            "noreply@zoho.com",
            "Zoho Mail: Email forwarding verification",
            "Verification code 20262026 https://mail.zoho.com/confirm/1",
        ),
        Verification("zoho", True, "20262026", ("https://mail.zoho.com/confirm/1",), ""),
    ),
    (
        "Yahoo",
        mail(
            "Yahoo <no-reply@cc.yahoo-inc.com>",
            "Please verify your email address",
            "You chose to forward your mail to this address. https://login.yahoo.com/verify/9",
        ),
        Verification("yahoo", True, "", ("https://login.yahoo.com/verify/9",), ""),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("label", "read", "expected"), ASKED, ids=[row[0] for row in ASKED])
def test_what_providers_ask(label: str, read: ParsedMail, expected: Verification) -> None:
    assert verification(read, proven=True) == expected, label


@pytest.mark.parametrize("read", [row[1] for row in ASKED])
def test_who_is_not_proven_gives_nothing_to_click(read: ParsedMail) -> None:
    found = verification(read, proven=False)
    assert found is not None
    assert (found.proven, found.code, found.links) == (False, "", ())


def test_zimbras_own_server_counts_for_an_office_we_know() -> None:
    read = mail(
        "admin@desa.example",
        "Request for email address verification by kades@desa.example",
        "Verify to forward mail: https://mail.desa.example/service/verify?1 https://jahat.example/2",
    )
    found = verification(read, proven=True, forwarder=True)
    assert found is not None
    assert (found.provider, found.links) == ("zimbra", ("https://mail.desa.example/service/verify?1",))
    unknown = verification(read, proven=True)
    assert unknown is not None
    assert not unknown.proven


NOTHING = [
    ("a citizen", mail("sari@example.org", "Konfirmasi penerusan laporan saya", "Kapan diteruskan ke dinas?")),
    ("a complaint about a code", mail("budi@example.org", "Kode verifikasi e-KTP", "tidak pernah diteruskan ke saya")),
    ("a provider's other mail", mail("no-reply@accounts.google.com", "Peringatan keamanan", "Login baru")),
    ("one who looks like it", mail("budi@gmail.com", "Email forwarding verification", "tolong")),
]


@pytest.mark.parametrize(("label", "read"), NOTHING, ids=[row[0] for row in NOTHING])
def test_what_is_no_request(label: str, read: ParsedMail) -> None:
    assert verification(read, proven=True) is None, label


@pytest.mark.parametrize(
    "link", ["https://mail.google.com.jahat.example/x", "http://mail.google.com/x", "https://notgoogle.com/x"]
)
def test_links_lead_to_the_provider_or_are_left_out(link: str) -> None:
    read = mail("forwarding-noreply@google.com", "Gmail Forwarding Confirmation", f"click {link}")
    found = verification(read, proven=True)
    assert found is not None
    assert found.links == ()


# Who can have a provider write what he wants, as a document's title or an invitation, or has an address there.
BORROWED = [
    (
        "a shared document",
        "Budi <drive-shares-dm-noreply@google.com>",
        "Gmail Forwarding Confirmation",
    ),
    ("an invitation", "Budi <calendar-notification@google.com>", "Verify your forwarding email address"),
    ("a form", "Google Forms <forms-receipts-noreply@google.com>", "(#612345678) Gmail Forwarding Confirmation"),
    ("a comment", "Budi <comments-noreply@docs.google.com>", "Konfirmasi Penerusan Gmail"),
    ("a team", "Gmail Forwarding <noreply@email.teams.microsoft.com>", "Email forwarding verification"),
    ("a share", "no-reply@microsoft.com", "Confirm your forwarding"),
    ("a user with a robot's name", "noreply.forwarding@zoho.com", "Email forwarding verification"),
    ("a name alone", "forwarding-noreply@google.com.jahat.example", "Gmail Forwarding Confirmation"),
    ("a subdomain", "forwarding-noreply@mail.google.com", "Gmail Forwarding Confirmation"),
]


@pytest.mark.parametrize(("label", "sender", "subject"), BORROWED, ids=[row[0] for row in BORROWED])
def test_what_others_write_through_a_provider_shows_nothing_to_click(label: str, sender: str, subject: str) -> None:
    read = mail(sender, subject, f"Confirmation code: 612345678 to forward {GMAIL_LINK} https://mail.zoho.com/x")
    found = verification(read, proven=True)
    assert found is not None, label
    assert (found.proven, found.code, found.links) == (False, "", ())


@pytest.mark.parametrize("read", [row[1] for row in ASKED])
def test_a_provider_is_known_by_its_signature_not_by_its_machines(read: ParsedMail) -> None:
    found = verification(read, proven=True, signed=False)
    assert found is not None
    assert (found.proven, found.code, found.links) == (False, "", ())


@pytest.mark.parametrize(
    ("at", "link"),
    [
        (0, "https://docs.google.com/document/d/1"),
        (0, "https://sites.google.com/view/jahat"),
        (0, "https://www.google.com/url?q=https://jahat.example"),
        (2, "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fjahat.example"),
        (2, "https://forms.office.com/r/1"),
        (3, "https://forms.zoho.com/jahat/form/1"),
        (4, "https://r.search.yahoo.com/RU=https%3a%2f%2fjahat.example"),
    ],
)
def test_pages_of_strangers_at_a_provider_are_left_out(at: int, link: str) -> None:
    real = ASKED[at][1]
    found = verification(mail(real.from_.address, real.subject, f"forward {link}"), proven=True)
    assert found is not None
    assert found.proven
    assert found.links == ()


def test_a_citizen_with_an_address_at_a_provider_is_heard() -> None:
    read = mail("budi@zoho.com", "Konfirmasi penerusan laporan saya", "Kapan diteruskan ke dinas?")
    assert verification(read, proven=True) is None
