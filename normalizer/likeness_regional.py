"""Words of other languages than Indonesian, as people mix them in: each with the Indonesian one of the same meaning.

From general knowledge of Javanese, Sundanese, Minangkabau, Banjar, Betawi, Balinese, Acehnese, Batak, Madurese, the
Malay of Manado, Ambon, Kupang and Papua, and English. What is an Indonesian word of another meaning is left out
("tiang", "lemah", "kali", "sasak").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from normalizer.word_lists import set_of

# Grammar, and what is as common.
SAYS_NOTHING = set_of("""
    dalan dalane labuah margi rurung
    iki iku kuwi kui niki niku puniki punika ing nang ono ana wonten wis sampun ora mboten boten dereng durung saben
    kabeh sedoyo sedaya akeh kathah suwe dangu ngarep mburi cedhak cedak karo kalih kulo kula panjenengan sampeyan
    njaluk nyuwun tulung didandani dandani dandosi saiki sakniki kok wae mawon dadi dados sing ingkang nganti ngantos
    menawi nek yen banget sanget piye pripun rek cak lur wong tiyang
    ieu eta nyaeta teu henteu acan encan atos parantos unggal kabeh sadaya seueur loba rea lila lami mah teh atuh euy
    abdi urang anjeun hayang hoyong menta nyuhunkeun mangga kedah kudu tina kanggo jeung sareng bade wungkul wae pisan
    iko nan indak alun alah lah urang lamo mintak baa dek awak kami ambo sadonyo bana sangaik
    ulun pian sampian kada kadada kawa handak lawas hanyar barataan sabarataan parak wan gasan ampun umai
    kagak kaga gua gue elu ude udah aje ampe pegimane kite
    torang tong ketong katong beta kitong nyanda seng sonde tra trada tarada deng skali dorang samua par
    nenten tusing wenten krama hana ureung sude ndang oreng idak nian galo
    the this that these those was were with has have had having been being from they them their theirs our ours your
    his her its here not but all any some what when where why how who which will would can could should may must did
    does done doing just very much many more most also too again still yet now then than into onto over under about
    after before since until every each other another same sir madam near behind front outside inside along around
    between across both us me him she get gets got getting make made makes said says tell told want wants need needs
    come comes came going goes went week weeks day days month months year years hour hours today yesterday tonight
    report reported reporting complaint complain because without only never ever always nobody somebody someone anyone
    everyone people person man men woman women one two three four five six seven eight nine ten first second last next
    please thank thanks kindly regards dear hello good fix fixed repair repaired check village district road roads
    street streets place area town city while there's even like really another's already take takes took taken put
    call called ask asked asks give gives gave given let know see saw seen think anything something nothing least half
    back down off out away long big small large whole such both times time mother father mom mum dad
""")
_FROM: Mapping[str, str] = {
    other: first
    for first, *others in map(
        str.split,
        """
        air banyu toya cai aia aer yeh jene aek aeng water
        rumah omah imah umah rumoh jabu house houses home homes
        anak bocah lare budak barudak aneuk child children kid kids son daughter
        sekolah sakola sekolahan sakolah iskola school schools
        malam wengi dalu peuting night nights
        pagi esuk enjing isuk morning
        gelap peteng poek kalam kadap dark darkness
        mati pejah paeh pareum pajah mate mateh dead
        hidup murub hurung urip iduik
        rusak ruksak reksak sega brok broken damaged destroyed
        bau mambu baun bobou smell smells smelly stink stinks stench odor odour
        hitam ireng hideung black
        bakar kobong obong ngobong diobong duruk diduruk kahuruan baka tabaka mambaka burn burning burned burns fire
        hujan udan ujan ujang ujeun rain rains
        lubang jeglong jeglongan logak lolobang balubang barlubang hole holes pothole potholes
        becek jeblok jembrot muddy
        longsor urug longsoran landslide landslides
        roboh runtuh runtuah collapse collapsed collapsing
        banjir caah banjia blabar kaganangan flood floods flooded flooding
        buang buwak mbuwak mbuwang buwang miceun dipiceun dumping
        sampah runtah sarok sarap ratik leluu sampa garbage trash rubbish waste litter
        mahal larang maha expensive
        uang duwit dhuwit arto yatra artos acis pitih kepeng kepeang hepeng jinah peng pesse money cash
        lewat liwat langkung ngaliwat
        jatuh tibo labuh jatuah fell fall falls fallen
        sakit gering sakik udur sick ill
        anjing asu segawon anjiang cicing dog dogs
        kambing wedus wedhus embe kambiang goat goats
        ayam pitik hayam chicken chickens
        babi celeng bagong pig pigs
        monyet bojog kunyuk monkey monkeys
        tikus beurit mencit rat rats
        ular oray ulo snake snakes
        nyamuk reungit lamuk mosquito mosquitoes
        lalat laleur laler flies
        ikan iwak fish
        hutan leuweung alas forest
        sungai walungan wahangan river
        got solokan susukan drain drains drainage gutter ditch sewer
        irigasi telabah irrigation
        tanah taneuh land
        pohon tangkal tree trees
        besar gedhe gede ageng ageung badag gadang ganal
        kecil cilik alit leutik ketek
        takut wedi sieun takuik afraid scared
        marah nesu dicarekan angry
        beli tuku meuli meser buy
        jual dodolan ngical sell sells selling
        harga rego pangaos price prices
        batu watu stones stone
        pasir wedhi keusik sand
        pintu lawang panto door doors
        atap gendheng hateup roof roofs
        pupuk rabuk fertilizer fertiliser
        padi pari
        jembatan kreteg rawayan jambatan titi bridge
        maling nyolong maliang mancilok colong steal stole stolen theft thief thieves
        pukul digebugi digebuki gebuk beat beaten hits
        tunggu ngenteni ngantosan waiting wait waited
        mobil oto car cars
        motor onda motorbike motorbikes motorcycle motorcycles scooter
        truk truck trucks lorry lorries
        kapal jukung katinting perahu sampan kelotok klotok boat boats ship ferry
        kotor rigat dirty filthy
        alir mangalir ngocor
        pdam leding
        asap ngebul kebul smoke
        lampu lamp lamps light lights streetlight streetlights lighting
        guru teacher teachers
        murid student students pupil pupils
        bising noise noisy loud
        klinik clinic
        dokter doctor doctors nurse nurses midwife
        obat medicine medicines
        pasien patient patients
        bayar pay paid pays payment charge charged charges fee fees
        pungli bribe bribes extort extortion levy
        parkir parking parked
        listrik electricity power outage blackout
        tagihan bill bills
        kecelakaan accident accidents crash
        tetangga tatangga neighbour neighbours neighbor neighbors
        polisi police
        debu lebu dust
        pabrik factory
        tambang mining
        nelayan fisherman fishermen
        petani farmer farmers
        gaji salary salaries wage wages
        pegawai staff employee employees clerk clerks
        bocor leak leaks leaking
        pipa pipe pipes
        keran tap taps
        kering garing asat dry
        coklat brown
        gigit kokot gogog bitten bite bites bit
        liar stray wild
        antri queue queues
        kantor office
        kepala head headman
        trotoar sidewalk sidewalks pavement
        pagar fence
        gerbang gate
        lansia elderly
        nenek grandmother grandma
        istri wife
        suami husband
        toilet toilets restroom
        tembok wall walls
        pasar market
        sepi empty
        langka shortage scarce
        bantuan aid
        beras rice
        sertifikat certificate certificates
        paspor passport passports
        kabel cable cables wire wires
        tiang pole poles
        ambulans ambulance
        tutup closed shut
        buka open opened
        """.strip().splitlines(),
    )
    for other in others
}
# "lampune", "sampahna", "jalanno", "lampunyo"; only behind what is a word of ours.
_ENDINGS = ("ne", "ipun", "nipun", "nyo", "na", "no", "e", "keun")
_SHORTEST = 3
_OURS = frozenset(_FROM.values())


def indonesian(word: str, known: Collection[str]) -> str:
    """known: Indonesian words that an ending of another language may stand behind."""
    if word in _FROM:
        return _FROM[word]
    if word in known:
        return word
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST and (bare in known or bare in _OURS or bare in _FROM):
            return _FROM.get(bare, bare)
    return word
