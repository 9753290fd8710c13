"""What people, programs and letters make of a forward: other names, more headers, notes and texts of many shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from forward_parts import CC, FIELDS, Parts, spoken_by, words


def same(parts: Parts) -> Parts:
    return parts


def named(value: str, name: str, address: str = "siti.aminah@example.id") -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        headers = tuple((field, label, value if field == "f" else text) for field, label, text in parts.headers)
        mark = parts.mark.replace("Siti Aminah <siti.aminah@example.id>", value)
        return replace(parts, headers=headers, name=name, address=address, mark=mark)

    return change


def with_all(parts: Parts) -> Parts:
    """Cc and Reply-To where the program has them."""
    labels = str(words()[spoken_by(parts.program)][parts.language]).split("|")[1:]
    values = {"c": CC, "r": "Siti <balas@example.id>"}
    given = {field: (field, label, text) for field, label, text in parts.headers}
    added = {field: (field, labels[FIELDS.index(field)], value) for field, value in values.items()}
    every = given | added
    headers = tuple(every[field] for field in parts.layout.order if field in every)
    return replace(parts, headers=headers)


def without_subject(parts: Parts) -> Parts:
    return replace(parts, headers=tuple(header for header in parts.headers if header[0] != "s"))


def empty_subject(parts: Parts) -> Parts:
    return replace(parts, headers=tuple((f, label, "" if f == "s" else text) for f, label, text in parts.headers))


def without_to(parts: Parts) -> Parts:
    return replace(parts, headers=tuple(header for header in parts.headers if header[0] != "t"))


def many_recipients(parts: Parts) -> Parts:
    """A To line that was wrapped twice."""
    people = [f"Warga {one} <warga{one}@example.id>" for one in "abcdefg"]
    value = f"{', '.join(people[:3])},\n{', '.join(people[3:5])},\n{', '.join(people[5:])}"
    return replace(parts, headers=tuple((f, label, value if f == "t" else text) for f, label, text in parts.headers))


def long_subject(parts: Parts) -> Parts:
    subject = "Jembatan putus di Dusun II: anak-anak sekolah menyeberang sungai yang sedang banjir besar"
    headers = tuple((f, label, subject if f == "s" else text) for f, label, text in parts.headers)
    return replace(parts, headers=headers, subject=subject)


def subject_with_colon(parts: Parts) -> Parts:
    subject = "Laporan: jalan RT 3: rusak"
    headers = tuple((f, label, subject if f == "s" else text) for f, label, text in parts.headers)
    return replace(parts, headers=headers, subject=subject)


def without_note(parts: Parts) -> Parts:
    return replace(parts, note="")


def with_signature(parts: Parts) -> Parts:
    signature = "-- \nKepala Desa Sukamaju\nTelp: 0811-0000-1234\nEmail: kades@example.desa.id"
    return replace(parts, note=f"FYI\n\n{signature}\n\nDikirim dari iPhone saya")


def short_body(parts: Parts) -> Parts:
    return replace(parts, body="Air mati.")


def body_like_headers(parts: Parts) -> Parts:
    return replace(
        parts, body="Nama: Siti Aminah\nAlamat: RT 03 Dusun II\nHP: 0811-0000-5678\n\nJembatan putus sejak Senin."
    )


def body_with_reply(parts: Parts) -> Parts:
    """What was forwarded answers an older mail; that one stays in the text."""
    older = "Pada Sen, 2 Mar 2026 08.00, Budi <budi@example.com> menulis:\n> Sudah dilaporkan?"
    return replace(parts, body=f"Belum ada yang datang.\n\n{older}")


def with_headers(parts: Parts, **values: str) -> Parts:
    headers = tuple((field, label, values.get(field, text)) for field, label, text in parts.headers)
    return replace(parts, headers=headers)


def wrapped_subject(parts: Parts) -> Parts:
    """A program that breaks lines at 76 characters broke the subject."""
    subject = "Jembatan putus di Dusun Dua Desa Sukamaju dan anak-anak sekolah menyeberang sungai"
    label = next((label for field, label, _ in parts.headers if field == "s"), "")
    at = subject.rfind(" ", 0, 76 - len(label) - 2)
    return replace(with_headers(parts, s=f"{subject[:at]}\n{subject[at + 1 :]}"), subject=subject)


def indented_subject(parts: Parts) -> Parts:
    """Folded as RFC 5322 folds it."""
    return replace(with_headers(parts, s="Jembatan putus\n\tdi Dusun II"), subject="Jembatan putus di Dusun II")


def more_headers(parts: Parts) -> Parts:
    extra = (("", "Importance", "High"), ("", "Attachments", "foto.jpg, surat.pdf"), ("", "X-Mailer", "Foo 1.0"))
    return replace(parts, headers=(*parts.headers, *extra))


def headers_above(parts: Parts) -> Parts:
    extra = (("", "Message-ID", "<abc@example.id>"), ("", "Return-Path", "<siti.aminah@example.id>"))
    return replace(parts, headers=(*extra, *parts.headers))


def undisclosed(parts: Parts) -> Parts:
    return with_headers(parts, t="undisclosed-recipients:;")


def no_recipient_named(parts: Parts) -> Parts:
    return with_headers(parts, t="")


def letterhead(parts: Parts) -> Parts:
    head = "PEMERINTAH DESA SUKAMAJU\nNomor: 005/12/2026\nLampiran: 1 berkas\nPerihal: Penerusan aduan warga"
    return replace(
        parts, note=f"{head}\n\nDengan hormat,\nkami teruskan aduan di bawah ini.\n\nHormat kami,\nKepala Desa"
    )


def dashes_above(parts: Parts) -> Parts:
    return replace(parts, note="Mohon dicek.\n\n--------------------\nKantor Desa Sukamaju\n--------------------")


def banner_above(parts: Parts) -> Parts:
    return replace(parts, note="CAUTION: This email originated from outside of the organization.\n\nMohon dicek.")


def quotes_in_text(parts: Parts) -> Parts:
    return replace(
        parts, body="Jawaban kantor:\n\n> Sudah kami catat.\n> Terima kasih.\n\nTetapi belum ada yang datang."
    )


def long_text(parts: Parts) -> Parts:
    body = "\n\n".join(
        f"Bagian {number}: jalan di depan rumah kami rusak, dari: simpang, ke: pasar." for number in range(60)
    )
    return replace(parts, body=body)


def list_in_text(parts: Parts) -> Parts:
    return replace(parts, body="1. Jalan rusak\n2. Lampu mati\n- sejak Januari\n- sudah dilaporkan\n\n-----\nSiti")
