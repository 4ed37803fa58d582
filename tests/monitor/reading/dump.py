"""Lines of a GeoNames dump, made up: in Idlib, whose towns the shipped gazetteer knows by number."""

from __future__ import annotations


def line(number: int, name: str, *, others: str = "", at: tuple[float, float] = (35.9, 36.6), feature: str = "P",
         code: str = "PPL", country: str = "SY", admin1: str = "12", admin2: str = "", people: int = 0) -> str:  # fmt: skip
    """One line of 19 columns, without its end."""
    lat, lon = at
    cells = [number, name, name, others, lat, lon, feature, code, country, "", admin1, admin2, "", "", people, "", 400,
             "Asia/Damascus", "2020-01-01"]  # fmt: skip
    return "\t".join(map(str, cells))


#: Idlib city has this number in the shipped gazetteer: so code 12 is found to be Idlib.
IDLIB = line(169389, "Idlib", people=128_840, at=(35.93, 36.63))
