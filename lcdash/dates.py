"""Dates and years as Thai and English readers write them. The data holds EDTF strings in CE."""

MONTHS = {
    "th": ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split(),
    "en": "January February March April May June July August September October November December".split(),
}


def year(value: int | str, language: str) -> str:
    """2024 -> "2567" (th) or "2024" (en)."""
    return str(int(value) + 543) if language == "th" else str(int(value))


def spoken(edtf: str, language: str) -> str:
    """An EDTF date or interval in words.

    `2024` -> "พ.ศ. 2567", `2024-02` -> "กุมภาพันธ์ 2567", `2024-02-14` -> "14 กุมภาพันธ์ 2567";
    `2023-11-04/2023-11-06` -> "4 พฤศจิกายน 2566 ถึง 6 พฤศจิกายน 2566". "" stays "".
    """
    if not edtf:
        return ""
    if "/" in edtf:
        start, end = edtf.split("/")
        return f"{spoken(start, language)} {'ถึง' if language == 'th' else 'to'} {spoken(end, language)}"
    parts = edtf.split("-")
    if len(parts) == 1:
        return f"พ.ศ. {year(parts[0], 'th')}" if language == "th" else parts[0]
    month = f"{MONTHS[language][int(parts[1]) - 1]} {year(parts[0], language)}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"
