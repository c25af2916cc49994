"""Checks entries.json and queries.json: ids, counts, languages, lengths, duplicates, grades."""
import collections
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {"INDUSTRY_TREND", "NEGOTIATION_RECORD", "PLAYBOOK", "LESSON", "COMPETITOR_BRIEF", "HANDOVER_NOTE", "FAQ"}
WANTED = {"en": 140, "de": 110, "zh": 120, "ja": 80, "mixed": 50}
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
faults = []


def check(holds, what):
    if not holds:
        faults.append(what)


def load(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


entries, queries = load("entries.json"), load("queries.json")
ids = [entry["id"] for entry in entries]
check(ids == [f"e{n:03}" for n in range(1, 501)], "ids run from e001 to e500")
languages = collections.Counter(entry["language"] for entry in entries)
check(languages == WANTED, f"languages {dict(languages)}")
for field in ("title", "body"):
    for text, times in collections.Counter(entry[field].strip().casefold() for entry in entries).items():
        check(times == 1, f"{field} twice: {text[:50]}")
for entry in entries:
    check(set(entry) == {"id", "language", "type", "title", "body", "tags"}, f"{entry['id']} fields")
    check(entry["type"] in TYPES, f"{entry['id']} type")
    check(entry["tags"] and all(tag.strip() for tag in entry["tags"]), f"{entry['id']} tags")
    east_asian = len(CJK.findall(entry["body"])) > 20
    length = len(re.sub(r"\s", "", entry["body"])) if east_asian else len(entry["body"].split())
    low, high = (80, 300) if east_asian else (40, 160)
    check(low <= length <= high, f"{entry['id']} length {length}")

known = set(ids)
check([query["id"] for query in queries] == [f"q{n:03}" for n in range(1, len(queries) + 1)], "query ids run on")
check(len(queries) >= 80, "at least 80 queries")
check(sum(not query["relevant"] for query in queries) == 5, "five queries without a relevant entry")
check(len({query["query"] for query in queries}) == len(queries), "no query twice")
for query in queries:
    check(set(query) == {"id", "language", "query", "note", "relevant"}, f"{query['id']} fields")
    check(query["language"] in WANTED, f"{query['id']} language")
    check(set(query["relevant"]) <= known, f"{query['id']} names an unknown entry")
    check(set(query["relevant"].values()) <= {1, 2, 3}, f"{query['id']} grades")
    check(not query["relevant"] or 3 in query["relevant"].values(), f"{query['id']} has no answer of grade 3")

print(len(entries), "entries", dict(languages), dict(collections.Counter(entry["type"] for entry in entries)))
print(len(queries), "queries", dict(collections.Counter(query["language"] for query in queries)),
      "judgments", sum(len(query["relevant"]) for query in queries))
print("\n".join(faults) or "no faults")
sys.exit(bool(faults))
