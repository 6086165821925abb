#!/usr/bin/env python3
"""Asks small and heavy queries of SPARQL endpoints at the same time, and prints the times of small ones in Markdown.

usage: mixed.py [--small N] [--heavy N] [--seconds S] NAME=URL[,PID] ...

The queries fit any graph: small ones read the statements of things that are drawn from the graph, and of their neighbours;
heavy ones group, join and sort all statements. Clients ask one query after the other, all from one address. For each
endpoint: one small client alone, all small clients, and all small clients with the heavy ones.
"""
import argparse, json, multiprocessing, pathlib, random, statistics, sys, time

sys.path.append(str(pathlib.Path(__file__).parent.parent / "queries"))
from bench import Endpoint

THINGS = 2000
SMALL = [
    "SELECT ?p ?o { <%s> ?p ?o } LIMIT 100",
    "SELECT ?s ?p { ?s ?p <%s> } LIMIT 100",
    "SELECT ?p ?q ?o { <%s> ?p ?x . ?x ?q ?o } LIMIT 100",
]
HEAVY = [
    "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?o) AS ?m) { ?s ?p ?o } GROUP BY ?p",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?x } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 10",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRLEN(CONCAT(STR(?s), STR(?o))) > 500) }",
    "SELECT ?o { ?s ?p ?o } ORDER BY DESC(STRLEN(STR(?o))) ?o LIMIT 10",
]


def things(endpoint):
    """Draws things at regular distances in the statements."""
    count = ask(endpoint, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]["value"]
    drawn = set()
    for i in range(10):
        offset = int(count) * i // 10
        rows = ask(endpoint, f"SELECT DISTINCT ?s {{ {{ SELECT ?s {{ ?s ?p ?o }} OFFSET {offset} LIMIT {THINGS} }} }}")
        drawn.update(row["s"]["value"] for row in rows if row["s"]["type"] == "uri")
    return sorted(drawn)


def ask(endpoint, query):
    return json.loads(endpoint.connect().ask(endpoint.request(query)))["results"]["bindings"]


def client(endpoint, queries, seed, end, out):
    """Asks until the end, and says the times of answers and the messages of failures."""
    draw, times, failed, connection = random.Random(seed), [], [], None
    while time.time() < end:
        request = endpoint.request(draw.choice(queries))
        start = time.perf_counter()
        try:
            connection = connection or endpoint.connect()
            connection.ask(request)
            times.append(time.perf_counter() - start)
        except Exception as problem:
            failed.append(str(problem)[:80])
            connection = None
    out.put((seed, times, failed))


def run(endpoint, small, heavy, clients, seconds):
    """Returns times and failures of small and of heavy queries."""
    context, end = multiprocessing.get_context("fork"), time.time() + seconds
    out = context.Queue()
    kinds = [small] * clients[0] + [heavy] * clients[1]
    processes = [context.Process(target=client, args=(endpoint, k, i, end, out)) for i, k in enumerate(kinds)]
    for p in processes:
        p.start()
    answers = [out.get() for _ in processes]
    for p in processes:
        p.join()
    parts = []
    for is_part in (lambda i: i < clients[0], lambda i: i >= clients[0]):
        parts.append(([t for i, times, _ in answers if is_part(i) for t in times], [f for i, _, fs in answers if is_part(i) for f in fs]))
    return parts


def at(times, share):
    return sorted(times)[min(len(times) - 1, int(share * len(times)))] * 1e3 if times else float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=24)
    parser.add_argument("--heavy", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("endpoints", nargs="+", type=Endpoint)
    arguments = parser.parse_args()
    n, m = arguments.small, arguments.heavy
    print("| endpoint | clients | small queries a second | median ms | 99 % ms | longest ms | heavy queries | median s | failed |")
    print("|---|---|---|---|---|---|---|---|---|")
    drawn, notes = None, []
    for endpoint in arguments.endpoints:
        drawn = drawn or things(endpoint)
        small = [query % thing for thing in drawn for query in SMALL]
        run(endpoint, small, HEAVY, (2, 0), 10)
        alone = []
        for clients in ((1, 0), (n, 0), (n, m)):
            (times, failed), (long, broken) = run(endpoint, small, HEAVY, clients, arguments.seconds)
            alone.append((at(times, 0.5), at(times, 0.99)))
            print(f"| {endpoint.name} | {clients[0]} small" + (f", {clients[1]} heavy" if clients[1] else "")
                  + f" | {len(times) / arguments.seconds:.0f} | {at(times, 0.5):.2f} | {at(times, 0.99):.1f} | {at(times, 1):.0f}"
                  + f" | {len(long)} | {statistics.median(long) if long else float('nan'):.1f} | {len(failed)} + {len(broken)} |", flush=True)
            notes += [f"{endpoint.name}: {message}" for message in sorted(set(failed + broken))[:3]]
        (median, late), (mixed, latest) = alone[1:]
        notes.append(f"{endpoint.name}: together with heavy queries the median of small ones is {mixed / median:.1f} times that without, the 99th percentile"
                     + f" {latest / late:.1f} times; resident MB {endpoint.resident()}")
    print("\n" + "\n".join(f"- {note}." for note in notes))


main()
