"""The coach sees what a friend would see, and leaves good words alone."""

import pytest

from campaign.core.coach import coach, own_words, share_of_issue

COMMON = "Please help to end the work of your company for the agency, and talk about it inside."


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("", ["empty"]),
        (" \n ", ["empty"]),
        ("I am [your job] and I care.", ["placeholder"]),
        ("My name is <name>, and I care.", ["placeholder"]),
        ("I care because...", ["placeholder"]),
        ("Words. " * 200, ["long"]),
        ("Write to ada@example.org if you like.", ["email"]),
        ("Call me: +49 30 1234 5678, any time.", ["phone"]),
        ("Call me: (212) 555-0188 today.", ["phone"]),
        ("Llama al 0049 (0)170 / 1234-567, por favor.", ["phone"]),
        ("Mi número es 612 345 678.", ["phone"]),
        ("06.12.34.56.78", ["phone"]),
        ("رقمي ٠٩٣٣ ١٢٣ ٤٥٦ لمن يسأل.", ["phone"]),
        ("I live at 12 Lake Street and see it.", ["address"]),
        ("Ich wohne in der Hauptstraße 5 und sehe es.", ["address"]),
        ("Vivo en la Calle Mayor 5 con mi familia.", ["address"]),
        ("I work at Initech and I am ashamed.", ["employer"]),
        ("Please help to end the work of your company for the agency. Yes.", ["copied"]),
        ("I am a nurse in a small town, and people stay away from us out of fear.", []),
        ("On 11 May 2019 I marched with 400 others; in 2025 with 12,000.", []),
        ("I work for the public library, where families ask us for help.", []),
        ("أنا ممرضة، وأرى الخوف كل يوم في عيون الناس.", []),
        ("Todo el mundo lo sabe, y yo también lo veo en mi barrio.", []),
        ("I care. TODO: say why.", ["placeholder"]),
        ("Esto me importa porque …", ["placeholder"]),
        ("I am a nurse...", []),
        ("👍", []),
        ("!!!", []),
        ("❤️", []),
        ("In 2019 2020 2021 we marched, and in 1968–1972, too.", []),
        ("It began 2019-05-11 10:00 and 11.05.2019 14:00.", []),
        ("Read ISBN 978-3-16-148410-0, or 9783161484100.", []),
        ("They spent 1.234.567.890 and 3.14159265358 times more; see 192.168.100.200.", []),
    ],
)
def test_the_coach_nudges(statement: str, expected: list[str]) -> None:
    """Each weakness has its nudge, and honest words have none."""
    assert [nudge.id for nudge in coach(statement, common=COMMON)] == expected


def test_own_words_are_measured_by_what_the_common_text_lacks() -> None:
    """A copied sentence counts nothing, a new one in full, a mixture in between."""
    copied = "help to end the work of your company"
    assert own_words(copied, common=COMMON) == 0
    assert own_words("My brother was taken away last spring.", common=COMMON) == 1
    mixed = f"{copied}. My brother was taken away last spring."
    assert 0.4 < own_words(mixed, common=COMMON) < 0.6
    assert own_words("", common=COMMON) == 1


def test_a_short_phrase_that_everybody_uses_is_not_copied() -> None:
    """Four signs in a row are hardly two words of Chinese or Japanese."""
    assert own_words("我妈妈在美国政府工作过。", common="我们请求美国政府的承包商停止。") == 1
    assert own_words("I love the United States.", common="We ask the United Nations.") == 1


@pytest.mark.parametrize(
    ("copied", "own"),
    [
        ("请帮助结束贵公司为该机构所做的工作", "我弟弟去年春天被带走了，我们再也没有见过他。"),
        ("会社のその機関のための仕事を終わらせてください", "去年の春、弟が連れて行かれました。"),
        ("โปรดช่วยยุติงานของบริษัท", "น้องชายของฉันถูกพาตัวไป"),
        ("الرجاء المساعدة في إنهاء عمل شركتكم", "أُخذ أخي في الربيع الماضي ولم نره بعدها"),
        ("אנא עזרו לסיים את העבודה של החברה", "אחי נלקח באביב שעבר ולא ראינו אותו"),
    ],
)
def test_words_are_told_apart_in_every_script(copied: str, own: str) -> None:
    """With spaces between them or without."""
    common = f"{copied}。 {COMMON}"
    assert own_words(copied, common=common) == 0
    assert own_words(own, common=common) == 1
    assert own_words(f"{copied}。{own}", common=common) == pytest.approx(0.5, abs=0.2)


def test_the_meter_is_the_share_of_the_whole_issue() -> None:
    """As many own words as common ones make a half."""
    assert share_of_issue("one two three", common="four five six") == pytest.approx(0.5)
    assert share_of_issue("", common="") == 0
