"""A forward as a page of HTML, in the shapes that Gmail, Outlook, Thunderbird, Apple Mail and Yahoo give it."""

from __future__ import annotations

import html
from email.message import EmailMessage

from forward_parts import Parts


def _mail(page: str, parts: Parts) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Kades <kades@example.desa.id>"
    mail["To"] = "lapor@example.go.id"
    mail["Subject"] = f"{parts.prefix} {parts.subject}"
    mail.set_content(page, subtype="html", charset="utf-8")
    return mail.as_bytes()


def _paragraphs(text: str, tag: str = "div") -> str:
    return "".join(f"<{tag}>{html.escape(line) or '<br>'}</{tag}>" for line in text.split("\n"))


def _breaks(text: str) -> str:
    return "<br>\n".join(html.escape(line) for line in text.split("\n"))


def page_of_breaks(parts: Parts) -> tuple[str, bytes]:
    """Gmail's shape: all headers in one block with line breaks, labels bold."""
    headers = "<br>".join(f"{html.escape(label)}: {html.escape(value)}" for _, label, value in parts.headers)
    mark = f"<div dir=ltr class=gmail_attr>{html.escape(parts.mark)}<br>{headers}<br></div>" if parts.mark else headers
    quote = f"<div class=gmail_quote>{mark}<br><br>{_breaks(parts.body)}</div>"
    page = f"<div dir=ltr>{_breaks(parts.note)}<br><br>{quote}</div>"
    return "", _mail(page, parts)


def page_of_paragraphs(parts: Parts) -> tuple[str, bytes]:
    """Outlook's shape: a drawn border, bold labels, paragraphs."""
    headers = "<br>".join(f"<b>{html.escape(label)}:</b> {html.escape(value)}" for _, label, value in parts.headers)
    mark = f"<p>{html.escape(parts.mark)}</p>" if parts.mark else ""
    border = "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
    page = (
        f"<html><head><style>p.MsoNormal{{margin:0}}</style></head><body>{_paragraphs(parts.note, 'p')}"
        f"<div>{mark}{border}<p class=MsoNormal>{headers}</p></div></div>"
        f"{_paragraphs(parts.body, 'p')}</body></html>"
    )
    return "", _mail(page, parts)


def page_of_table(parts: Parts) -> tuple[str, bytes]:
    """Thunderbird's and Roundcube's shape: a table of headers."""
    rows = "".join(
        f"<tr><th align=right nowrap>{html.escape(label)}: </th><td>{html.escape(value)}</td></tr>"
        for _, label, value in parts.headers
    )
    mark = f"<br>{html.escape(parts.mark)}" if parts.mark else "<hr>"
    table = f"<table><tbody>{rows}</tbody></table><br><br>"
    page = f"<p>{_breaks(parts.note)}</p><div class=moz-forward-container>{mark}{table}"
    return "", _mail(f"{page}{_paragraphs(parts.body)}</div>", parts)


def page_of_quotes(parts: Parts) -> tuple[str, bytes]:
    """Apple's shape: everything below the note is a quotation."""
    headers = "".join(
        f"<div style='margin:0'><span><b>{html.escape(label)}: </b></span><span>{html.escape(value)}<br></span></div>"
        for _, label, value in parts.headers
    )
    mark = f"<div>{html.escape(parts.mark)}</div><br>" if parts.mark else ""
    page = f"{_paragraphs(parts.note)}<div><br><blockquote type=cite>{mark}{headers}<br>"
    return "", _mail(f"{page}<div>{_paragraphs(parts.body)}</div></blockquote></div>", parts)


def page_of_links(parts: Parts) -> tuple[str, bytes]:
    """Gmail's and Yahoo's addresses are links; every header has a block of its own."""
    link = '<a href="mailto:siti.aminah@example.id" target=_blank>siti.aminah@example.id</a>'
    headers = "".join(
        f"<div>{html.escape(label)}:&nbsp;{html.escape(value).replace('siti.aminah@example.id', link)}</div>"
        for _, label, value in parts.headers
    )
    mark = f"<div>{html.escape(parts.mark)}</div>" if parts.mark else ""
    page = f"<body>{_paragraphs(parts.note)}<div><br></div><div id=yahoo_quoted>{mark}{headers}<div><br></div>"
    return "", _mail(f"{page}{_paragraphs(parts.body)}</div></body>", parts)


def page_with_line(parts: Parts) -> tuple[str, bytes]:
    """Outlook on the web: a drawn line, one block of headers, spans inside of spans."""
    headers = "".join(
        f"<b><span>{html.escape(label)}</span>:</b>&nbsp;<span>{html.escape(value)}</span><br>"
        for _, label, value in parts.headers
    )
    mark = f"<div>{html.escape(parts.mark)}</div>" if parts.mark and parts.program != "outlook-web" else ""
    line = "<hr style='display:inline-block;width:98%' tabindex=-1>"
    head = f"<div id=divRplyFwdMsg dir=ltr><font>{headers}</font></div>"
    page = f"<div dir=ltr>{_paragraphs(parts.note)}</div>{line}{mark}{head}"
    return "", _mail(f"{page}<div><div>{_paragraphs(parts.body)}</div></div>", parts)
