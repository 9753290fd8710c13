"""Endings, domains and headers that the signs of a suspect mail are looked up in, and how trade gives a number."""

from __future__ import annotations

import re

PROGRAMS = frozenset(
    {
        "exe", "scr", "com", "pif", "bat", "cmd", "js", "jse", "vbs", "vbe", "wsf", "wsh", "ps1", "msi", "msp",
        "jar", "lnk", "hta", "cpl", "reg", "dll", "iso", "img", "vhd", "vhdx", "apk", "dmg", "ade", "adp",
        "chm", "gadget", "inf", "ins", "isp", "lib", "mde", "msc", "mst", "sct", "shb", "sys", "url", "xll",
        "one",
    }
)  # fmt: skip
PAGES = frozenset({"htm", "html", "shtml", "xhtml", "svg", "mht", "mhtml"})
MACROS = frozenset({"docm", "xlsm", "pptm", "dotm", "xlam", "xlsb"})
ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tgz", "z", "ace", "arj", "cab", "r00", "lzh", "xz", "tar"})
CAMPAIGN = (
    "x-campaign", "x-campaignid", "x-campaign-id", "x-mailchimp-campaign-id", "x-mc-user", "x-sg-eid", "x-mailgun-sid",
    "x-csa-complaints", "x-report-abuse", "x-report-abuse-to", "x-mailer-campaign", "x-mailinglist", "x-listid",
    "x-mailer-lid", "x-mailer-sid", "x-elq-id", "x-emv-memberid", "x-sib-id", "x-mj-mid", "x-job", "x-ems-id",
)  # fmt: skip
# Free for anybody within a minute and hardly used for anything else: https://www.spamhaus.org/reputation-statistics/cctlds/domains/
CHEAP = frozenset(
    {
        "xyz", "top", "click", "icu", "buzz", "monster", "rest", "quest", "cfd", "sbs", "cyou", "bond", "lol",
        "mom", "hair", "skin", "beauty", "makeup", "autos", "boats", "homes", "shop", "site", "online", "live",
        "fun", "win", "bid", "loan", "date", "review", "trade", "stream", "download", "racing", "party",
        "science", "work", "men", "gdn", "vip", "club", "guru", "ws", "su", "tk", "ml", "ga", "cf", "gq", "pw",
        "cc", "ru", "cn",
    }
)  # fmt: skip
SHORTENERS = frozenset(
    {
        "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "cutt.ly", "rebrand.ly", "rb.gy",
        "shorturl.at", "t.ly", "lnkd.in",
    }
)  # fmt: skip
# Where citizens put photos, places and films of what they complain of.
CITIZENS = (
    "google.com",
    "goo.gl",
    "googleusercontent.com",
    "youtube.com",
    "youtu.be",
    "facebook.com",
    "fb.watch",
    "instagram.com",
    "tiktok.com",
    "x.com",
    "twitter.com",
    "icloud.com",
    "live.com",
    "1drv.ms",
    "onedrive.com",
    "dropbox.com",
    "s.id",
    "photos.app.goo.gl",
    "maps.app.goo.gl",
    "w3.org",
    "aka.ms",
    "openstreetmap.org",
    "wetransfer.com",
)
OFFICES = (".go.id", ".desa.id", ".sch.id", ".ac.id", ".mil.id", ".polri.go.id")
# What trade has and complaints seldom: whom to call for more, and what it costs.
CONTACT = re.compile(
    r"(?<!\w)(?:info\w*|kontak|contact|hub(?:ungi)?|wa|whatsapp|telp|call|reservasi|pemesanan|pesan|marketing|"
    r"surve[iy]|order|cp|konfirmasi|chat|booking|admin)(?!\w)[^\d]{0,30}\+?\d[\d\s()-]{7,}"
)
PRICE = re.compile(
    r"(?:rp\.? ?|idr ?|usd ?|us\$ ?|[$€£])\d|(?<!\w)\d[\d.,]* ?(?:jutaan|juta|jt|ribuan|ribu|rb|dolar|dollars)(?!\w)"
)
