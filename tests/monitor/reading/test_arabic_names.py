"""Places in Arabic texts: what is tied to a name, ordinary words, towns that no list has, provinces and countries."""

from __future__ import annotations

import pytest

from monitor.model.article import Article
from tests.monitor.reading.newsroom import PUBLISHED, language


def places(text: str) -> list[tuple[str, str | None, str | None]]:
    article = Article(id="ar", title="", text=text, source="ar", published_at=PUBLISHED)
    return [(p.place.name, p.place.kind, p.place.country) for p in language().read(article).places if p.use == "name"]


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("قتل جنديان في هجوم بتعز يوم الخميس.", "Taiz", "town", "YE"),
        ("وقعت اشتباكات في حمص وحلب بين مسلحين وقوات الأمن.", "Aleppo", "town", "SY"),
        ("نقلت المساعدات للعراق من الحدود التي أغلقت.", "Iraq", "country", "IQ"),
        ("وصل الوزير إلى نيروبي قادما من نيجيريا في زيارة.", "Nigeria", "country", "NG"),
        ("اعتقلت الشرطة رجلا في ولاية سوكوتو من المطلوبين.", "Sokoto", "admin1", "NG"),
        ("انفجرت عبوة في محافظة إب من دون إصابات.", "Ibb Governorate", "admin1", "YE"),
        ("دخلت القوات مدينة الباب في ريف حلب من الشرق.", "Al Bāb", "town", "SY"),
        ("نزح سكان مخيم زمزم إلى معسكر أبو شوك في دارفور.", "Abu Shouk camp", "site", "SD"),
    ],
)
def test_a_place_is_known_with_what_is_tied_to_it(text: str, name: str, kind: str, country: str) -> None:
    assert (name, country) in [(n, c) for n, _, c in places(text)]
    assert kind in [k for n, k, _ in places(text) if n == name]


@pytest.mark.parametrize(
    "text",
    [
        "قال إن الدولة لن تدفع هذه السنة، وأن الجنود في المدينة.",
        "سمع السكان الانفجار في الليل عند الباب الخلفي، كما قال بيان.",
        "تلقت والدته الخبر بعد صلاة الجمعة من فنان معروف.",
        "أصيب في الرأس عند مدخل البلدة التي وصلها في أيلول.",
        "شكلت لجنة كبيرة في الولاية بحجة نقص المال الذي خصص لها.",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert places(text) == []


def test_a_town_that_no_list_has_lies_in_the_province_behind_it_and_is_one_throughout() -> None:
    text = "هاجم مسلحون بلدة قولمبري في ولاية كيبي. وقال سكان قولمبري إن المسلحين وصلوا في الصباح."

    found = places(text)

    assert [(n, c) for n, _, c in found if n == "قولمبري"] == [("قولمبري", "NG"), ("قولمبري", "NG")]


def test_a_town_is_known_by_its_consonants_in_the_country_of_the_article() -> None:
    text = "قصفت طائرات بلدة الجيزه في محافظة درعا، وقال سكان من بلدة تفص إنهم سمعوا القصف."

    assert "SY" in [c for _, _, c in places(text)]


@pytest.mark.parametrize(
    "text",
    [
        "تفقد الوزير مدينة ساحلية صغيرة.",
        "مر على حاجز قرب السكة التي لم تعمل.",
        "مر في قرى عدة من دون توقف.",
        "زار مدينة صناعية قال إنها جديدة.",
    ],
)
def test_what_is_said_of_a_town_is_no_name(text: str) -> None:
    assert places(text) == []


def test_a_persian_text_is_no_arabic_one() -> None:
    assert ("Tehran", "IR") in [(n, c) for n, _, c in places("نیروهای پلیس دیروز در شهر تهران پنج نفر را دستگیر کردند.")]
