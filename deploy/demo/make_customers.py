#!/usr/bin/env python3
"""Writes invented customers as CSV to standard output: the same ones for the same count.

    make_customers.py COUNT

Nobody here exists. Numbers are only from ranges that regulators keep free for fiction, so that no
real line is ever shown or called: Germany (Bundesnetzagentur), United Kingdom (Ofcom), France
(Arcep), Sweden (PTS), Australia (ACMA) and North America (555-01xx). China has no such range;
customers with Chinese names live elsewhere. The ranges are small, so that some numbers belong to
several customers, as those of families and companies do.
"""

import csv
import random
import sys

SEED = 20261122

# Language -> (family names, given names, family name first).
NAMES = {
    "de": ("Albers Brandt Dietrich Ehlers Fink Günther Hölzl Jäger Köhler Lüders Möller Nießen "
           "Özdemir Pohl Quast Reuß Schäfer Thiel Uhlig Vogt Weiß Ziegler",
           "Anke Bernd Dörte Erik Frauke Gerd Heike Ines Jörg Katja Lars Mareike Nils Renate "
           "Sönke Tanja Uwe Verena", False),
    "en": ("Ashworth Bexley Carrow Dunmore Ellery Fairburn Garside Holloway Ironside Kettering "
           "Lowther Merriman Northcote O'Dowd Pemberton Radley Thackeray Underhill Wexford",
           "Alice Brian Chloe Derek Edith Finlay Grace Hugo Isla Jasper Mabel Nigel Olive Rupert "
           "Sybil Toby", False),
    "fr": ("Aubert Bérard Chauvin Delorme Étienne Fournel Garnier Hébert Lacroix Marchand Noël "
           "Perrin Renaud Sauvage Thévenet Vasseur",
           "Aurélie Benoît Célia Didier Élodie François Hélène Léa Mathéo Océane Rémi Zoé", False),
    "es": ("Aguirre Barroso Cifuentes Domínguez Echevarría Ibáñez Lozano Muñoz Núñez Ortega "
           "Quintana Saavedra Urrutia Zabala",
           "Adrián Begoña Celia Íñigo Lucía Martín Nuria Óscar Pilar Rocío Sofía Tomás", False),
    "sv": ("Åkerlund Bergqvist Ekström Forsgren Hägglund Lindström Nyström Sjöberg Öberg",
           "Åsa Björn Elsa Göran Ingrid Leif Maj Örjan Sven Ylva", False),
    "zh-CN": ("陈 邓 方 高 何 黄 李 林 刘 罗 马 孙 王 吴 许 杨 叶 张 赵 周 欧阳 司马",
              "伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 超 秀兰 霞 平 晓梅 志强 雨桐 子轩",
              True),
}
# Country -> numbers as people write them; # is a free digit.
NUMBERS = {
    "DE": ["030 23125 ###", "069 90009 ###", "040 66969 ###", "0221 4710 ###", "089 99998 ###",
           "+49 30 23125 ###", "+49 (0)40 66969 ###", "0049 89 99998 ###"],
    "GB": ["+44 20 7946 0###", "+44 113 496 0###", "+44 161 496 0###", "+44 131 496 0###",
           "+44 7700 900###"],
    "FR": ["+33 1 99 00 ## ##", "+33 2 61 91 ## ##", "+33 4 65 71 ## ##", "+33 6 39 98 ## ##"],
    "SE": ["+46 31 390 06 ##", "+46 8 465 004 ##", "+46 40 628 04 ##"],
    "AU": ["+61 2 5550 ####", "+61 3 5550 ####", "+61 7 5550 ####"],
    "US": ["+1 (212) 555-01##", "+1 (312) 555-01##", "+1 (415) 555-01##", "+1 (617) 555-01##",
           "+1 (702) 555-01##"],
}
COUNTRIES_OF = {"de": ["DE"], "en": ["GB", "US", "AU"], "fr": ["FR"], "es": ["US", "FR", "DE"],
                "sv": ["SE"], "zh-CN": ["DE", "GB", "US", "AU"]}
SHARES = {"de": 50, "en": 22, "fr": 7, "es": 6, "sv": 4, "zh-CN": 11}
COMPANIES = ("Nordlicht Möbel GmbH", "Kessel & Söhne", "Brightwater Ltd", "Fenwick Tools",
             "Atelier Vauban", "Luz del Sur", "Skärgård Kaffe AB", "东方茶业", "长江物流",
             "Harbour & Pine", "Rübsam Elektro", "Old Mill Bakery")
ROLES = ("purchasing manager", "owner", "reception", "accounts", "warehouse")
NOTES = ("Prefers to be called in the morning.", "Ask for the delivery address.",
         "Invoice by letter only.", "Hard of hearing: speak slowly.",
         "Open complaint, see history.")


def number(rng, country):
    form = rng.choice(NUMBERS[country])
    return "".join(str(rng.randrange(10)) if letter == "#" else letter for letter in form)


def name(rng, language):
    family, given, family_first = NAMES[language]
    parts = [rng.choice(family.split()), rng.choice(given.split())]
    return "".join(parts) if family_first else " ".join(reversed(parts))


def customer(rng, line):
    language = rng.choices(list(SHARES), list(SHARES.values()))[0]
    country = rng.choice(COUNTRIES_OF[language])
    company = rng.choice(COMPANIES) if rng.random() < 0.3 else ""
    return {
        "id": f"D{line:06}",
        "name": name(rng, language),
        "company": company,
        "role": rng.choice(ROLES) if company else "",
        "tier": rng.choices(["", "silver", "gold", "platinum"], [70, 18, 9, 3])[0],
        "language": language,
        "phone": number(rng, country),
        "mobile": number(rng, country) if rng.random() < 0.3 else "",
        "note": rng.choice(NOTES) if rng.random() < 0.08 else "",
        "flags": rng.choices(["", "vip", "do_not_call", "fraud_watch"], [94, 4, 1, 1])[0],
    }


def main():
    count = int(sys.argv[1])
    rng = random.Random(SEED)
    rows = [customer(rng, line) for line in range(1, count + 1)]
    writer = csv.DictWriter(sys.stdout, rows[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)


sys.stdout.reconfigure(encoding="utf-8", newline="")
main()
