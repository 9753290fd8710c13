"""Whether all that a message says is a wish for protection, with thanks, a greeting, a reason or the report it means.

Asked only where a flag was read out of the message: every clause of it must be one of these. Whoever tells anything
besides complains, and the complaint is protected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizer.asked_whether import whether
from normalizer.command_forms import plain
from normalizer.command_words import FLAG_LIFTED
from normalizer.courtesy import introduces, is_thanks
from normalizer.emergency import is_emergency
from normalizer.flag_alone import THANKING, asked_alone, named
from normalizer.flag_phrases import (
    CHANGES,
    DISCLOSE,
    MINE,
    NEGATIONS,
    NOBODY,
    OPENED,
    RECOGNISED,
    TAKEN_OUT,
    WHO,
)
from normalizer.flags import flags_in
from normalizer.hiding_regional import BESIDE_HERE, FORBID_HERE
from normalizer.phrases import OFFICES, THANKS
from normalizer.short_number import in_digits, number_in
from normalizer.small_talk import small_talk
from normalizer.spelling import meant
from normalizer.text import has_words, words
from normalizer.word_lists import set_of

_LONGEST, _MOST_WORDS = 300, 40
_BETWEEN = re.compile(r"[.,;:!?()\n–—]+|\s-\s")
_WITHIN = re.compile(
    r"\s+(?=(?:tolong|tlg|mohon|mhn|minta|please|pls|soalnya|karena|krn|because|cuz|biar|supaya|agar|demi|takut|nanti|"
    r"tapi|tetapi|but|terima|makasih|thanks|thank|apakah)\b)"
)
# "Laporan saya soal jalan rusak tadi pagi", "the report I sent earlier": what is meant, not what is told. A report that
# is only named ("laporan pungli tadi pagi") may be told just now.
_REPORT = r"(?:laporan|aduan|pengaduan|keluhan|report|complaint)"
_OWN = rf"{_REPORT}(?:ku|nya|(?: yang| yg)? (?:saya|sy|aku|kami|gue|gw|ane)(?: (?:punya|yang|yg))?)"
_WHEN = (
    r"(?:tadi|td|barusan|brusan|barusa|kemarin|kmrn|kemaren|sebelumnya|semalam|terakhir|pertama|kedua|lalu|dulu|"
    r"earlier|yesterday|before|previously)(?: (?:pagi|siang|sore|malam|malem|hari|minggu|lalu|itu))*"
)
_SENT = (
    r"(?:(?:sudah|sdh|udah|udh|telah|baru|baru saja|barusan|tadi) )*(?:saya |sy |aku |kami |gue |gw |di)?"
    r"(?:kirim|kirimkan|buat|bikin|sampaikan|ajukan|laporkan|lapor)"
)
_ABOUT = r"(?:soal|tentang|mengenai|ttg|masalah|perihal|about|on)"
_TOPIC = r"(?: (?!tolong|mohon|jangan|nama|identitas|please|don)\w+)"
_MEANS = re.compile(
    rf"\b{_REPORT}(?:{_TOPIC}{{0,6}}?) (?:yang|yg) (?:{_SENT}(?: {_WHEN})?|{_WHEN}(?: {_SENT})?)\b"
    rf"|\b{_OWN}(?: {_ABOUT}{_TOPIC}{{1,6}}?)?(?: (?:yang|yg))? (?:{_WHEN}(?: {_SENT})?|{_SENT}(?: {_WHEN})?)\b"
    rf"|\b{_REPORT} {_WHEN}\b|\b(?:yang|yg) {_WHEN}(?: {_SENT})?\b"
    rf"|\b{_REPORT}(?: about{_TOPIC}{{1,6}}?)?(?: (?:that|which))? i (?:just |have )?"
    rf"(?:sent|made|wrote|submitted|filed)(?: {_WHEN})?\b|\bmy {_REPORT}(?: about{_TOPIC}{{1,6}}?)?(?: from)? {_WHEN}\b"
    rf"|\b(?:my|the|that) (?:earlier|previous|last) {_REPORT}(?: about{_TOPIC}{{1,6}})?\b"
)
# Why somebody does not want to be known. Who is feared is told, and complained of.
_FEARS = set_of("takut takutnya khawatir kawatir kuatir cemas ngeri nanti afraid scared worried fear")
_SAFE = set_of("demi aman keamanan keselamatan tenang nyaman enak malu privacy safety safe isin job")
_REASON = _FEARS | set_of("""
    demi untuk keamanan keselamatan aman tenang nyaman enak gaenak malu ketahuan ketauan dimarahi dimarahin
    dicari dicariin dimusuhi dikucilkan disalahkan dibenci didatangi didatengin diapa2in diapain dendam balas
    dibalas masalah ribet repot panjang kenapa2 napa apa2 kenapa urusan urusannya kena resiko risiko resikonya
    risikonya keluarga saya sy aku kami soalnya karena krn jadi kalau kalo klo bila if nanti ntar malah bisa ada
    apa sampai dengan sama masih was i am im m safety for trouble get in because of revenge privacy keep stay
    safe really job kerjaan pekerjaan bermasalah tidak ga gak nggak dan orang orangnya pelapor keselamatannya
    keamanannya tetangga bapak ibu ya sih kok soale wedi isin mau me s
""")
# In the wish's own clause: "kenapa dirahasiakan", "rahasianya apa" ask for nothing.
_GIVEN = (
    (_REASON - {"apa", "kenapa", "ada", "siapa", "balas", "dibalas"})
    | (CHANGES | RECOGNISED | NOBODY | TAKEN_OUT | WHO | MINE)
    | set_of("""
    diubah dirubah dialihkan dipindah dipindahkan menjadi jadi ke mode dari pada it was s me i who that this my
    t them they let anyone anybody one people should must would rather be like to want from with off out of into
    find tell am not do name put keep kept hide there can mohon website web situs medsos sosmed media internet
    facebook fb ig koran tv grup hamba allah swt cukup hanya bapak ibu petugas yang yg reported complained know
    neighbours neighbors neighbour boss colleagues family came comes say atasan lain ikut tercantum tertulis
    kalau pelapornya tetap pengadu ngadu mengadu lapor melapor melaporkan
""")
)
_DENYING = NEGATIONS | (FORBID_HERE - {"aja"})
# Who must not know it, in the wish's own clause and with a denial: "jangan kasih tau suami saya".
_WHOM = OFFICES | set_of("""
    suami istri isteri bojo ayah mertua ipar saudara teman temen bos boss atasan majikan mandor guru kepala sekolah
    kepsek polisi lurah camat kades kadus kuwu rt rw ketua preman aparat oknum pegawai staf dia mereka beliau
    husband wife father mother police teacher head village landlord him her make sure does not does to
    dari ini from was know tangan telinga kuping jatuh nyampe dengar denger pautkan bocor mayor chief tetap reach
    lewat no nomor nomer bisa sampe smpai smpe
""")
_SPEAKERS = set_of("saya sy aku kami ini nama namaku perkenalkan my i this")
# "Rahasianya dibuka saja" asks for the contrary.
_LIFTS = (FLAG_LIFTED - {"off"}) | {"buka", "unhide", "reveal"}
_PASSIVE = re.compile(
    r"di(?!bunuh|perkosa|culik|aniaya|siksa|bacok|tembak|pukul|bakar|leceh|cabul|cabuli|setubuh)[a-z]{4,}"
)
# Beside the wish itself: when the report was sent, that it was forgotten, who is asked.
_ASIDE = set_of("""
    tapi tetapi dan and but then terus trus lupa kelupaan bilang menambahkan tambah tambahan mau ingin pengen
    minta tadi barusan kemarin sebelumnya semalam pagi siang sore malam baru sudah dikirim kirim terkirim sempat
    oh iya eh jg juga ini itu yang yg sih admin atas bantuan bantuannya perhatian perhatiannya pengertian
    pengertiannya kerjasamanya i forgot ask say to also by the way btw kasus masalah menyangkut terkait soal
    hanya khusus only petugas diam2 diem2 hush antara kita penting intinya pokoknya ditunggu tunggu oke ok okay
    siap sip mantap wslm waalaikumsalam wa alaikum salam wr wb ada laporkan melaporkan melapor lapor mengadu
    ngadu sesuatu punya report
""")


class Wished(NamedTuple):
    """`number`: of the report that is meant, in bare digits; "" where none is named."""

    number: str


def wished(spoken: str) -> Wished | None:
    """None where something is told. `spoken`: what one message says itself, out of which a flag was read."""
    if len(spoken) > _LONGEST:
        return None
    spoken = in_digits(spoken, [word.folded for word in words(spoken)])
    number = number_in(spoken)[0]
    parts = _clauses(_MEANS.sub(" laporan ", spoken.casefold()))
    # What is asked for stands in some clause; the others may stand beside it.
    if not any(map(flags_in, parts)) and not flags_in(spoken):
        return None
    if sum(map(len, map(str.split, parts))) > _MOST_WORDS:
        return None
    return Wished(number) if all(_beside(part, numbered=bool(number)) for part in parts) else None


def _clauses(text: str) -> Sequence[str]:
    return [part for part in _BETWEEN.split(text) if has_words(part)]


def tells_besides_it(spoken: str) -> bool:
    """Whether a clause that asks for no protection tells something: "saya takut sama suami saya, tolong rahasiakan"."""
    parts = [part for clause in _clauses(spoken.casefold()) for part in _WITHIN.split(clause) if has_words(part)]
    asked = [bool(flags_in(part)) for part in parts]
    numbered = bool(number_in(spoken)[0])
    return any(asked) and not all(
        wishes or _beside(part, numbered=numbered) for part, wishes in zip(parts, asked, strict=True)
    )


def _beside(clause: str, *, numbered: bool) -> bool:
    """Whether this clause is a part of the wish, or tells nothing; or each part of it, where it has more."""
    if _tells_nothing(clause, numbered=numbered):
        return True
    parts = [part for part in _WITHIN.split(clause) if has_words(part)]
    return len(parts) > 1 and all(_tells_nothing(part, numbered=numbered) for part in parts)


def _tells_nothing(part: str, *, numbered: bool) -> bool:
    found = [word.folded for word in words(part)]
    said = meant(found, numbered=numbered)
    asks = bool(flags_in(part))
    if asks and whether(part):
        return True
    opened = {*map(plain, said)} & _LIFTS
    if opened and (named(said) or not opened <= TAKEN_OUT) and NEGATIONS.isdisjoint(said):
        return False
    # What looks like a slip may be none: "do not tell them" is near to "telp".
    if any(asked_alone(_itself(one, asks=asks), flagged=True, numbered=numbered) for one in (said, found)):
        return True
    # A greeting may stand in a clause before it.
    introduced = not asks and said[0] in _SPEAKERS and introduces(words(f"halo {part}"))
    if small_talk(said) or is_thanks(part) or introduced or (THANKS | THANKING).issuperset(said):
        return True
    return _is_reason(said) and not is_emergency(part)


def _itself(said: Sequence[str], *, asks: bool) -> Sequence[str]:
    """Without what may stand beside it: in its own clause more than in another, and what is not to be told if that is
    denied."""
    beside = _ASIDE | (_GIVEN | BESIDE_HERE if asks else frozenset())
    beside = beside if _DENYING.isdisjoint(said) or not asks else beside | OPENED | DISCLOSE | _WHOM
    return [word for word in said if word not in beside]


def _is_reason(said: Sequence[str]) -> bool:
    """ "Saya takut diancam", "nanti dicari orangnya": what may come of it, nothing that came."""
    feared = not _FEARS.isdisjoint(said)
    return (feared or not _SAFE.isdisjoint(said)) and all(
        word in _REASON or (feared and _PASSIVE.fullmatch(word)) for word in said
    )
