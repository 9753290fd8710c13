"""What happens next, over real sockets: a status is told, a question is asked and its answer goes back to the case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from redis import Redis
from waiting import a_town, until

from gateway.simulator.central_store import Stored
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]


async def complained(town: Town, phone: str, words: str) -> Stored:
    """Its case, once its citizen has the number."""
    await town.twilio.phone_sends(f"{town.nodes[0].url}/twilio/whatsapp", phone, words, whatsapp=True)
    await until(lambda: any(case.number in text for case in town.central.store.in_order for text in heard(town, phone)))
    (case,) = [one for one in town.central.store.in_order if any(one.number in text for text in heard(town, phone))]
    return case


def heard(town: Town, phone: str) -> list[str]:
    return [one.body for one in town.twilio.messages_to(phone)]


def supplements(town: Town) -> list[str]:
    return [json.loads(one.body)["text"] for one in town.central.store.seen if one.operation == "supplement"]


async def test_a_status_is_told_once_and_only_if_it_matters(town: Town) -> None:
    phone = "+6281100004401"
    case = await complained(town, phone, "Saluran air di gang Delima RT 04 mampet sejak hari Rabu, mohon dibersihkan")
    town.central.teller.repeat = True
    town.central.announce(case.reference, "status.changed", "didisposisikan")
    town.central.announce(case.reference, "status.changed", "diproses")
    await until(lambda: any("sedang diproses" in text for text in heard(town, phone)))
    town.central.teller.repeat = False
    (news,) = [text for text in heard(town, phone) if "sedang diproses" in text]
    assert case.number in news, "by the number that was told"
    assert not any("diteruskan ke instansi" in text for text in heard(town, phone))
    asked = f"STATUS {case.number}"
    await town.twilio.phone_sends(f"{town.nodes[0].url}/twilio/whatsapp", phone, asked, whatsapp=True)
    await until(
        lambda: any(
            "Keadaan sekarang: sedang diproses" in text and "Nomor nasional" in text for text in heard(town, phone)
        )
    )


async def test_a_question_is_asked_and_its_answer_goes_back(town: Town) -> None:
    phone, answer = "+6281100004402", "Di depan rumah nomor 17, sebelah warung"
    case = await complained(town, phone, "Lubang besar di jalan Nangka RT 02 sudah dua kali membuat motor jatuh")
    cases = len(town.central.store.in_order)
    town.central.announce(case.reference, "question.asked", "Di depan rumah nomor berapa lubang itu?")
    await until(lambda: any("rumah nomor berapa" in text for text in heard(town, phone)))
    url = f"{town.nodes[0].url}/twilio/whatsapp"
    await town.twilio.phone_sends(url, phone, answer, whatsapp=True)
    await until(lambda: any(answer in text for text in supplements(town)))
    assert len(town.central.store.in_order) == cases, "an answer is no complaint of its own"


async def test_of_a_confidential_complaint_no_content_is_sent(town: Town) -> None:
    phone = "+6281100004403"
    case = await complained(town, phone, "RAHASIA. Petugas loket minta uang untuk antrean di kantor pelayanan")
    town.central.announce(case.reference, "question.asked", "Siapa nama petugas yang meminta uang itu?")
    town.central.announce(case.reference, "status.changed", "diproses")
    await until(lambda: any("sedang diproses" in text for text in heard(town, phone)))
    assert not any("petugas" in text.lower() for text in heard(town, phone))


async def test_who_is_anonymous_is_asked_in_neutral_words_and_answers(town: Town) -> None:
    phone, answer = "+6281100004404", "Loket nomor tiga, hari Senin pagi"
    case = await complained(
        town, phone, "ANONIM. Antrean di kantor kelurahan Melati dipersulit, warga disuruh bolak-balik"
    )
    town.central.announce(case.reference, "question.asked", "Di loket nomor berapa, dan kapan?")
    await until(lambda: any("loket nomor berapa" in text for text in heard(town, phone)))
    (asked,) = [text for text in heard(town, phone) if "loket nomor berapa" in text]
    assert "laporan" not in asked.lower()
    await town.twilio.phone_sends(f"{town.nodes[0].url}/twilio/whatsapp", phone, answer, whatsapp=True)
    await until(lambda: any(answer in text for text in supplements(town)))


async def test_two_questions_to_one_chat_have_each_their_answer(town: Town) -> None:
    phone, url = "+6281100004406", f"{town.nodes[0].url}/twilio/whatsapp"
    hole = await complained(town, phone, "Jembatan kayu di dusun Cempaka RT 07 lapuk dan hampir putus")
    before = len(town.central.store.in_order)
    await town.twilio.phone_sends(url, phone, "Sampah di pasar Anggrek tidak diangkut dua minggu", whatsapp=True)
    await until(lambda: len(town.central.store.in_order) > before)
    waste = town.central.store.in_order[-1]
    await until(lambda: any(waste.number in text for text in heard(town, phone)))
    for case, asked in ((hole, "Berapa panjang jembatan itu?"), (waste, "Di sisi mana sampah itu?")):
        town.central.announce(case.reference, "question.asked", asked)
        await until(lambda: any(asked in text for text in heard(town, phone)))  # noqa: B023 - waited for here
    (told,) = [text for text in heard(town, phone) if "sisi mana" in text]
    assert f"sebut nomor {waste.number} dalam jawaban" in told
    for answer in ("Sisi timur, dekat gerbang", f"{hole.number}: kira-kira delapan meter"):
        await town.twilio.phone_sends(url, phone, answer, whatsapp=True)
        await until(lambda: any(answer in text for text in supplements(town)))  # noqa: B023 - waited for here
    added = [one for one in town.central.store.seen if one.operation == "supplement"]
    given = {one.reference: json.loads(one.body)["text"] for one in added}
    assert "timur" in given[waste.reference]
    assert "delapan meter" in given[hole.reference]


async def test_whose_callbacks_are_refused_is_asked_how_cases_stand(tmp_path: Path) -> None:
    async with a_town(tmp_path, CENTRAL_CALLBACK_SECRET="") as town:
        phone = "+6281100004407"
        case = await complained(town, phone, "Pagar taman di jalan Seroja RT 03 roboh ke badan jalan")
        town.central.announce(case.reference, "status.changed", "diproses")
        with Redis.from_url(town.redis.url) as redis:
            epoch = redis.get("sp:epoch")
            assert isinstance(epoch, bytes)
            # A day is over.
            redis.zadd(f"sp:{epoch.decode()}:due:news", {case.reference: 1}, xx=True)
        await until(lambda: any("sedang diproses" in text for text in heard(town, phone)))
