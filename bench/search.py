#!/usr/bin/env python3
"""How fast search is: asks a server over HTTP and prints what it took, and how large the index is.

    iron-triangle seed --data-dir /tmp/bench                  # 10,000 accounts, 100,000 entries, 50,000 incidents
    python3 bench/search.py BINARY --data-dir /tmp/bench
    python3 bench/search.py BINARY --database-url postgres://bench@127.0.0.1:5433/bench

One connection, one request at a time, so that the time is that of the search and not of a queue. Each of ten sorts of queries is
asked 20 times to warm up and then 200 times. What people really type is more like the queries that search is judged by, in four
languages: each of these is asked once to warm up and then twice.
"""

import argparse
import http.client
import json
import pathlib
import sqlite3
import statistics
import subprocess
import time

PORT = 4190
HITS = "nodes { kind title { text isMatch } snippet { text isMatch } }"
QUERIES = [
    ("rare word", "{rare}", HITS),
    ("common word", "delivery", HITS),
    ("two common words", "delivery customer", HITS),
    ("six words", "late delivery penalty customer frame contract", HITS),
    ("two Chinese characters", "交付", HITS),
    ("beginning of three letters", "del", HITS),
    ("one slip", "delviery", HITS),
    ("nothing to be found", "xylophone", HITS),
    ("common word, with totalCount", "delivery", HITS + " totalCount { count precision }"),
    ("common word, with facets", "delivery", HITS + " facets { kinds { count } tags { count } ages { count } }"),
]


class Client:
    def __init__(self, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT)
        self.headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}

    def ask(self, document, variables=None):
        body = json.dumps({"query": document, "variables": variables or {}})
        self.connection.request("POST", "/graphql", body, self.headers)
        answer = json.loads(self.connection.getresponse().read())
        if answer.get("errors"):
            raise SystemExit(answer["errors"])
        return answer["data"]


def search(selection):
    return f"query($query: String!) {{ search(query: $query) {{ {selection} }} }}"


def timed(client, selection, query):
    begin = time.perf_counter()
    client.ask(search(selection), {"query": query})
    return (time.perf_counter() - begin) * 1000


def measured(client, selection, query, times):
    for _ in range(max(1, times // 10)):
        timed(client, selection, query)
    return [timed(client, selection, query) for _ in range(times)]


def judged(client):
    queries = json.loads((pathlib.Path(__file__).parent / "relevance" / "queries.json").read_text())
    for each in queries:
        timed(client, HITS, each["query"])
    return [timed(client, HITS, each["query"]) for _ in range(2) for each in queries]


def told(name, what, took):
    took.sort()
    at = lambda share: took[min(len(took) - 1, int(len(took) * share))]
    print(f"| {name} | {what} | {statistics.median(took):.1f} | {at(0.9):.1f} | {at(0.99):.1f} |", flush=True)


def wait(binary, where):
    server = subprocess.Popen([binary, "serve", "--listen", f"127.0.0.1:{PORT}", *where], stdout=subprocess.DEVNULL)
    for _ in range(600):
        try:
            probe = http.client.HTTPConnection("127.0.0.1", PORT)
            probe.request("GET", "/readyz")
            if probe.getresponse().status == 200:
                return server
        except OSError:
            pass
        time.sleep(0.1)
    server.terminate()
    raise SystemExit("the server does not start")


def rows(arguments, sql):
    if arguments.data_dir:
        connection = sqlite3.connect(f"{arguments.data_dir}/iron-triangle.sqlite")
        return connection.execute(sql).fetchall()
    answer = subprocess.run(["psql", "-At", "-F", "\t", arguments.database_url, "-c", sql], capture_output=True, text=True, check=True)
    return [line.split("\t") for line in answer.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--data-dir")
    parser.add_argument("--database-url")
    parser.add_argument("--times", type=int, default=200)
    arguments = parser.parse_args()
    where = ["--data-dir", arguments.data_dir] if arguments.data_dir else ["--database-url", arguments.database_url]
    few = rows(arguments, """select u.email from "user" u join assignment a on a.user_id = u.id
        where a.ended_at is null and u.status = 'ACTIVE'
          and not exists (select 1 from user_role r where r.user_id = u.id and r.role <> 'STAFF')
        group by u.email order by count(*), u.email limit 1""")[0][0]
    all_of_it = rows(arguments, """select u.email from "user" u join user_role r on r.user_id = u.id
        where r.role = 'EXECUTIVE' and u.status = 'ACTIVE' order by u.email limit 1""")[0][0]
    rare = rows(arguments, "select code from account order by code desc limit 1")[0][0]
    server = wait(arguments.binary, where)
    try:
        for name, email in (("all accounts", all_of_it), ("few accounts", few)):
            token = subprocess.run([arguments.binary, "token", "--email", email, "--lifetime", "1h", *where],
                                   capture_output=True, text=True, check=True).stdout.split()[-1]
            client = Client(token)
            for what, query, selection in QUERIES:
                told(name, what, measured(client, selection, query.format(rare=rare), arguments.times))
            told(name, "judged queries", judged(client))
    finally:
        server.terminate()
        server.wait()
    sizes = ("select name, sum(pgsize) / 1048576.0 from dbstat where name like '%search_%' group by name order by 2 desc"
             if arguments.data_dir else
             "select relname, pg_total_relation_size(oid) / 1048576.0 from pg_class where relname like 'search_%' and relkind = 'r' order by 2 desc")
    try:
        for name, size in rows(arguments, sizes):
            print(f"| {name} | {float(size):.0f} MB |")
    except sqlite3.OperationalError as error:
        print(f"no sizes: {error}")


main()
