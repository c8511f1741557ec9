"""Invented customers for imports, the same ones for the same count, with rows at fault among them.

Numbers are unique, so that no row looks like another one by chance.
"""

import csv
import io

REGION = "DE"
# Every so many rows one is at fault, each rule in turn; and one has no external id.
FAULT_EVERY = 97
ANONYMOUS_EVERY = 10
HEADINGS = ["id", "name", "company", "phone", "mobile", "email", "tier", "note", "flags"]

FAMILY = ("Albers Brandt Dietrich Ehlers Fink Günther Hölzl Jäger Köhler Lüders Möller Nießen Pohl "
          "Quast Reuß Schäfer Thiel Uhlig Vogt Weiß Ziegler Ashworth Bexley O'Dowd Åkerlund "
          "Étienne Muñoz").split()
GIVEN = "Anke Bernd Dörte Erik Frauke Gerd Heike Ines Jörg Katja Lars Nils Sönke Uwe Zoé".split()
CHINESE = "陈伟 李娜 王秀英 张敏 刘静 杨强 赵磊 黄军 周洋 吴勇 欧阳雨桐 司马子轩".split()
COMPANIES = ["", "", "", "Kessel & Söhne", "东方茶业", "Harbour & Pine"]
TIERS = ["", "", "silver", "gold"]


def subscriber(row):
    """The last digits of a row's number. As in life, numbers in a row are far apart."""
    return f"{row * 7_654_321 % 9_999_991:07}"


def number(row):
    """The telephone number of a row, 1 to 9,999,990."""
    return f"+49302{subscriber(row)}"


def _good(row):
    name = CHINESE[row % len(CHINESE)] if row % 9 == 0 else \
        f"{GIVEN[row % len(GIVEN)]} {FAMILY[row // 7 % len(FAMILY)]}"
    form = (number(row), f"030 2{subscriber(row)}", f"+49 (0)30 2{subscriber(row)}")[row % 3]
    return [f"C{row:07}" if row % ANONYMOUS_EVERY else "", f"{name} {row}",
            COMPANIES[row % len(COMPANIES)], form,
            f"+49170{subscriber(row)}" if row % 4 == 0 else "",
            f"c{row}@example.org" if row % 2 else "", TIERS[row % len(TIERS)],
            "Ask for the address, twice; \"please\"." if row % 20 == 0 else "",
            "vip" if row % 25 == 0 else ""]


def _with(column, value):
    def change(cells):
        cells[HEADINGS.index(column)] = value
        return cells
    return change


_FIX = "; write it with its country code, such as +49 30 901820"
_NUMBER = "customer.numbers[0].number.raw"
# How a row is spoilt, and what is to be said of it: field, rule.
FAULTS = [
    (_with("name", ""), "customer.display_name", "must have 1 to 200 characters"),
    (_with("name", "n" * 201), "customer.display_name", "must have 1 to 200 characters"),
    (_with("company", "c" * 201), "customer.company", "must have 0 to 200 characters"),
    (_with("tier", "t" * 33), "customer.tier", "must have 0 to 32 characters"),
    (_with("note", "n" * 501), "customer.pinned_note", "must have 0 to 500 characters"),
    (_with("flags", ";".join("abcdefghi")), "customer.flags", "must have at most 8 entries"),
    (_with("id", "i" * 129), "customer.external_ids.value", "must have 1 to 128 characters"),
    (_with("email", "nobody"), "customer.email_addresses",
     "must be like name@example.org, 3-254 characters"),
    (_with("phone", ";".join(f"+4930{i:07}" for i in range(3000000, 3000021))),
     "customer.numbers", "must have at most 20 entries"),
    (_with("phone", "+491"), _NUMBER, "too short" + _FIX),
    (_with("phone", "+49301234567890123"), _NUMBER, "too long for +49" + _FIX),
    (_with("phone", "+999123456789"), _NUMBER,
     "without a country: no such calling code" + _FIX),
    (_with("phone", "no number"), _NUMBER, None),
    (lambda cells: cells + ["more"], "", "the row has 10 cells, the first line 9"),
    (None, "", "a quote stands inside an unquoted cell, or text behind a closing quote"),
]
_BROKEN = b'C,"Broken"x,,,,,,,\r\n'


def write(path, count):
    """Writes `count` rows. Returns what must be said, {line: (field, rule)}; None: anything."""
    faults = {}
    with open(path, "wb") as file:
        file.write((",".join(HEADINGS) + "\r\n").encode())
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        for row in range(1, count + 1):
            if row % FAULT_EVERY == 0:
                spoil, field, rule = FAULTS[row // FAULT_EVERY % len(FAULTS)]
                faults[row + 1] = (field, rule)  # The headings are line 1.
                if spoil is None:
                    file.write(text.getvalue().encode())
                    file.write(_BROKEN)
                    text.seek(0)
                    text.truncate()
                    continue
                writer.writerow(spoil(_good(row)))
            else:
                writer.writerow(_good(row))
            if row % 10000 == 0:
                file.write(text.getvalue().encode())
                text.seek(0)
                text.truncate()
        file.write(text.getvalue().encode())
    return faults


def problems_of(faults, told):
    """What is wrong with what was told, {line: (field, rule)}."""
    problems = [f"line {line}: nothing was said" for line in sorted(faults.keys() - told.keys())]
    problems += [f"line {line}: {told[line]} of a good row"
                 for line in sorted(told.keys() - faults.keys())]
    for line in sorted(faults.keys() & told.keys()):
        field, rule = faults[line]
        if told[line][0] != field or (rule is not None and told[line][1] != rule):
            problems.append(f"line {line}: {told[line]}, not {faults[line]}")
    return problems[:20]
