"""Short forms of Indonesian words, for comparing only: what a citizen wrote goes on as it stands.

Only what stands for one word is here. "dr" (dari, dokter), "kel" (kelurahan, keluarga), "bu", "sma" (sama, a school),
"kec", "st" and "kp" are not; gg is gang, a lane. Shares were measured on 12,530 complaints to a city's media centre.
"""

from __future__ import annotations

from collections.abc import Mapping


def _table(lines: str) -> Mapping[str, str]:
    """One long form a line, its short forms behind it."""
    rows = [line.split() for line in lines.splitlines() if line.strip()]
    return {short: long for long, *shorts in rows for short in shorts}


SHORT_FORMS: Mapping[str, str] = _table("""
    yang yg yng
    sudah sdh udh udah dah sudh
    belum blm blum blom
    tidak tdk gak ga nggak ngga enggak gk tak ndak ndk kagak tidk
    untuk utk untk buat bwt
    saya sy sya
    karena krn karna krna
    tetapi tp tapi tpi
    dengan dgn dg dngn
    bapak bpk
    gang gg
    jalan jl jln jalanan
    mohon mhn mhon
    tolong tlg tlong tlng
    bagaimana gmn gimana bgmn gmna
    juga jg jga
    lagi lg lgi
    kalau klo kalo klu kl
    dimana dmn dmna
    sampai smp sampe smpai ampe
    banyak byk bnyk
    sangat sgt sngat
    terima trm
    kasih ksh
    tanggal tgl
    nomor no nmr nomer
    kepada kpd
    pada pd
    dalam dlm
    sama sm
    sering srg sring
    orang org orng
    rumah rmh
    depan dpn
    belakang blkg blkng
    masyarakat masy
    pemerintah pmrnth pemrintah
    kendaraan kend kendaran
    perbaikan perbaikn
    diperbaiki dperbaiki dibenerin dibetulkan dibenahi
    segera sgr sgra
    tersebut tsb tsbt
    seperti spt sprti kayak kaya
    hanya hny cuma cuman
    setiap tiap stiap
    lampu lmpu
    sampah smpah
    sekolah sklh sekolh
    rusak rsk rusk
    bulan bln
    minggu mgg mggu
    tahun thn
    hari hr
    malam mlm
    pagi pg
    sekarang skrg skrng skg
    kemarin kmrn kmarin
    terus trs trus
    bantuan bntuan
    petugas ptgs
    pelayanan plynan layanan
    kecelakaan laka
    anak ank
    perumahan perum prum
    kecamatan kcmtn
    kelurahan klrhn
    kabupaten kab
    warga wrga wrg
""")
