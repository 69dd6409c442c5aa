"""Dates and years as Thai and English readers write them. The data holds EDTF strings in CE."""

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")  # for str.translate
BUDDHIST_OFFSET = 543  # years by which พ.ศ. is ahead of ค.ศ. (CE)
MONTHS = {
    "th": [
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
        "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
}  # fmt: skip


def year(value: int | str, language: str) -> str:
    """2024 -> "2567" (th) or "2024" (en)."""
    return str(int(value) + BUDDHIST_OFFSET) if language == "th" else str(int(value))


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


def decimal_year(edtf: str) -> float:
    """Where an EDTF date stands on an axis of years: the middle of what it names, so that `2021` stands at 2021.5.

    `2019-09/2019-11` -> about 2019.83. Raises ValueError for "" and for what is no such date.
    """
    if "/" in edtf:
        start, end = map(decimal_year, edtf.split("/"))
        return (start + end) / 2
    in_year, month, day = (*map(int, edtf.split("-")), 0, 0)[:3]
    if not month:
        return in_year + 0.5
    return in_year + (month - 1 + ((day - 0.5) / 31 if day else 0.5)) / 12
