#!/usr/bin/python3
"""Prints where the demo is and who can sign in as whom: cast.py FOLDER-OF-THE-BOROUGH ORIGIN

Names, titles and agencies come from borough.ldif, what they are for from cast.tsv.
"""
import base64
import os
import sys

PASSWORD = "marlowe-demo"
HEADS = ("Sign in as", "Name", "Job title", "Agency", "Stage role")


def read_people(path):
    """uid -> {attribute: value} of every entry of an LDIF file that has a uid."""
    people = {}
    with open(path, encoding="utf-8") as file:
        entries = file.read().split("\n\n")
    for entry in entries:
        values = {}
        for line in entry.split("\n"):
            name, colon, value = line.partition(":")
            if not colon or line.startswith("#"):
                continue
            if value.startswith(":"):
                value = base64.b64decode(value[1:].strip()).decode("utf-8")
            values.setdefault(name, value.strip())
        if "uid" in values:
            people[values["uid"]] = values
    return people


def read_cast(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip() and line[0] != "#"]


def main():
    folder, origin = sys.argv[1:]
    people = read_people(os.path.join(folder, "borough.ldif"))
    rows = [HEADS]
    for uid, part in read_cast(os.path.join(folder, "cast.tsv")):
        person = people[uid]
        rows.append((uid, person["cn"], person.get("title", ""), person["o"], part))
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADS))]
    print(f"Parley is at  {origin}/")
    print()
    print(f"Everyone's password is  {PASSWORD}")
    print()
    for number, row in enumerate(rows):
        print("  " + "  ".join(word.ljust(width) for word, width in zip(row, widths)).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
    print()
    print(f"The other {len(people) - len(rows) + 1} people are in tests/borough/borough.ldif.")


if __name__ == "__main__":
    main()
