"""The roster of config/communes-2023.json: 1,022 heads of 460 communes, with the communes' real names and made-up names of people.

    communes_roster.py [DATA]        # CSV on stdout: person, name, unit, site, position

DATA is the folder with vi/admin-2023 (../shared/data beside the project when it is left out). Nobody in it is a real person: the names are drawn from
common ones, the same at every run. Each commune has two heads, the first ones of a district a third, so that the district's number comes out.
"""
import csv
import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
FIRST_CODE = 412  # of dc01; the districts follow one another
POSITIONS = ("Bí thư Đảng ủy", "Chủ tịch Ủy ban nhân dân", "Chủ tịch Hội đồng nhân dân")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Hồ", "Lô", "Vi", "Lương", "Và", "Cao")
MIDDLE = ("Văn", "Thị", "Đình", "Xuân", "Thanh", "Hữu", "Ngọc", "Minh", "Quang", "Thị Hồng")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hà", "Hải", "Hạnh", "Hoa", "Hùng", "Hương", "Lan", "Long", "Mai", "Nam", "Nga", "Phúc", "Sơn", "Thảo", "Tuấn", "Yến")


def is_there(data=DATA):
    return (data / "vi/admin-2023/xa-phuong").is_dir()


def made_up_name(person):
    drawn = hashlib.sha256(person.encode()).digest()
    return " ".join((FAMILY[drawn[0] % len(FAMILY)], MIDDLE[drawn[1] % len(MIDDLE)], GIVEN[drawn[2] % len(GIVEN)]))


def communes(data, site):
    """The names of a district's communes, by their code."""
    listed = json.loads((data / f"vi/admin-2023/xa-phuong/{FIRST_CODE + int(site.removeprefix('dc')) - 1}.json").read_text("utf-8"))
    return [listed[code]["name_with_type"] for code in sorted(listed)]


def roster(data=DATA, programme=ROOT / "config/communes-2023.json"):
    """{person, name, unit, site, position} of everybody, in the programme's order."""
    for site in json.loads(programme.read_text("utf-8"))["sites"]:
        if not site["people"]:
            continue
        heads = [(unit, position) for position in POSITIONS for unit in communes(data, site["id"])][:site["people"]]
        for number, (unit, position) in enumerate(heads, 1):
            person = f"{site['id']}-{number:04d}"
            yield {"person": person, "name": made_up_name(person), "unit": f"{unit}, {site['name']['vi']}", "site": site["id"], "position": position}


def main():
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not is_there(data):
        sys.exit(f"there is no vi/admin-2023 in {data}")
    writer = csv.DictWriter(sys.stdout, ["person", "name", "unit", "site", "position"])
    writer.writeheader()
    writer.writerows(roster(data))


if __name__ == "__main__":
    main()
