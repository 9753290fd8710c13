"""Offices, sums, papers and what is wrong about them: words of dangerous matters; `rp` is any sum of money."""

from __future__ import annotations

from normalizer.sensitive_people import STAFF, TITLES
from normalizer.verb_forms import forms


def _any(text: str) -> str:
    return "|".join(text.split())


OFFICIAL = f"{TITLES}|{STAFF}"
HEAD = f"{TITLES}|rt|rw"
WRONGS = (
    forms("korupsi tilep seleweng peras ancam intimidasi suap palak tipu palsu selingkuh fiktif nepotisme sekongkol")
    + "|"
    + _any(
        "menyelewengkan nyelewengin menggelapkan digelapkan disuap berselingkuh mabuk nyabu memalsukan "
        "malsuin nyunat menyunat mungli membekingi bekingi nyolong mencuri memfiktifkan main2 memaki maki "
        "membentak bentak ngebentak memarahi dimarahi dimarahin marahin ngusir mengusir arogan semena "
        "steals stole blackmails threatens embezzled embezzles kkn"
    )
)
MONEY = _any(
    "rp uang duit dana artos dhuwit biaya bayaran rupiah juta ribu rb jt amplop setoran komisi persen "
    "jatah upeti sejumlah ongkos tips imbalan money cash fee bribe"
)
ASKS = _any(
    "minta mintai meminta dimintai dimintain diminta njaluk dijaluki nyuhunkeun menta dipenta pinta "
    "nagih menagih ditagih ditariki ditarik dipungut memungut mungut narik menarik memaksa maksa "
    "dipaksa demands demanded asks asked"
)
CHARGED = _any(
    "bayar mbayar mayar membayar dibayar diminta dimintai dimintain mintai ditarik ditariki narik "
    "dipungut ditagih dijaluki dipenta disuruh setor nyetor disetor dikenai dikenakan kena nembak "
    "nyogok paid pay charged asked"
)
MUST = _any("harus kudu mesti musti disuruh wajib diwajibkan diwajibin dipaksa kok malah tetap masih")
# By law these cost nothing: Law 24/2013, article 79A (https://peraturan.bpk.go.id/Details/38985/uu-no-24-tahun-2013).
PAPER = _any(
    "ktp ektp kk kia akta akte surat domisili ptsl sertifikat skck sktm suket legalisir ijazah sim "
    "blanko nikah kua pengantar bansos blt certificate"
)
THOUGH = _any(
    "padahal pdhl pdahal harusnya seharusnya katanya klo kalau dibilang program bukannya setau setahu kan supposed"
)
SIGNED = _any("ttd tandatangan tangan tangannya stempel")
FREE = _any("gratis cuma2 free")
PROOF = _any("kwitansi kuitansi kwitansinya kuitansinya karcis karcisnya nota receipt resi")
NONE = _any("tanpa tidak tdk ga gak nggak ndak tak without no")
SO_THAT = _any("biar supaya agar spy spya ben")
GETS_IN = _any("diterima lulus lolos masuk cepat cepet menang lancar jadi naik keterima")
THUG = _any("preman ormas lsm wartawan jagoan begundal debt depkolektor rentenir jukir calo juru parkir")
AID = _any(
    "bansos bantuan blt pkh bpnt bst sembako raskin beasiswa pip kip bos gaji honor insentif pensiun thr salary aid kks"
)
CUT = _any(
    "dipotong dipotongi dipotongin disunat disunati diselewengkan ditilep digelapkan dikorupsi "
    "ditahan diambil separo separuh setengah setengahnya separonya dipangkas"
)
EATS = _any("makan memakan dimakan mangan dipangan nyaplok embat ngembat diembat tilap gasak ngahuapan disikat nyikat")
FUND = _any("dana duit uang anggaran kas dd add bos blt bansos bantuan bumdes fund funds")
GONE = _any("hilang raib dimakan dikorup dikorupsi fiktif diselewengkan digelapkan ditilep dikemanakan")
NOT = _any("tidak tdk ga gak nggak ndak ora tak never not")
SELDOM = _any("jarang bolos mbolos mangkir")
AT_WORK = _any("masuk ngantor kantor hadir kerja tempat office")
# Who pays for what an office decides.
BUYER = _any(
    "kontraktor pengusaha pengembang developer rekanan vendor cukong bandar tambang pemborong pabrik makelar calo"
)
