#!/usr/bin/env python3
"""Asks every query of rq/ of several SPARQL endpoints, in turn, and prints one table.

usage: bench.py [--seconds S] [--warm S] [--clients N] [--only REGEX] NAME=URL[,PID] ...

For each query and endpoint: the median time of warm requests by one client and by N, CPU time of the server for each
request (if a PID is given), and the number and a hash of the solutions. An answer that differs from the first
endpoint's is marked: such times do not count in the geometric mean.
"""
import argparse, concurrent.futures, hashlib, http.client, json, math, os, pathlib, re, statistics, time, urllib.parse

TICKS = os.sysconf("SC_CLK_TCK")
QUERIES = sorted(pathlib.Path(__file__).parent.glob("rq/*.rq"))


class Endpoint:
    def __init__(self, argument):
        self.name, place = argument.split("=", 1)
        self.url, _, self.pid = place.partition(",")
        self.parts = urllib.parse.urlsplit(self.url)

    def connect(self):
        return http.client.HTTPConnection(self.parts.netloc, timeout=60)

    def ask(self, connection, query):
        graph = "CONSTRUCT" in query or "DESCRIBE" in query
        accept = "application/n-triples" if graph else "application/sparql-results+json"
        body = urllib.parse.urlencode({"query": query})
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        path = self.parts.path + (f"?{self.parts.query}" if self.parts.query else "")
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        data = response.read()
        if response.status != 200:
            raise RuntimeError(f"HTTP {response.status}: {data[:200]}")
        return data

    def cpu(self):
        if not self.pid:
            return math.nan
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def term(t):
    """A term in one form, whatever the store makes of numbers and times."""
    value, kind = t["value"], t.get("datatype", "").rpartition("#")[2]
    if t["type"] == "bnode":
        return "_:b"
    if kind in ("integer", "decimal", "double", "int", "nonNegativeInteger"):
        return "%.6g" % float(value)
    if kind == "gYear":
        return value[:4]
    if kind == "dateTime":
        return value.replace(".000", "").replace("+00:00", "Z")
    return value + "@" + t.get("xml:lang", "").lower()


def digest(query, data):
    if not data.lstrip().startswith(b"{"):
        lines = sorted(set(l.strip() for l in data.decode().splitlines() if l.strip() and not l.startswith("#")))
    else:
        answer = json.loads(data)
        if "boolean" in answer:
            return 1, str(answer["boolean"])
        names = answer["head"]["vars"]
        lines = sorted(" ".join(term(b[n]) if n in b else "" for n in names) for b in answer["results"]["bindings"])
        if "LIMIT" in query and "ORDER BY" not in query:
            return len(lines), "any"
    return len(lines), hashlib.md5("\n".join(lines).encode()).hexdigest()[:8]


def one_client(endpoint, query, seconds):
    connection = endpoint.connect()
    data = endpoint.ask(connection, query)
    end = time.perf_counter() + seconds / 2
    while time.perf_counter() < end:  # warm up
        endpoint.ask(connection, query)
    times, cpu = [], endpoint.cpu()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        endpoint.ask(connection, query)
        times.append(time.perf_counter() - start)
    return data, statistics.median(times), (endpoint.cpu() - cpu) / len(times)


def warm_up(endpoint, queries, seconds):
    """Asks each query for an equal part of the time: a JVM needs thousands of requests until it runs at its speed."""
    connection = endpoint.connect()
    for path in queries:
        end = time.perf_counter() + seconds / len(queries)
        while time.perf_counter() < end:
            try:
                endpoint.ask(connection, path.read_text())
            except Exception:
                connection = endpoint.connect()


def client(endpoint, query, end):
    connection, times = endpoint.connect(), []
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        endpoint.ask(connection, query)
        times.append(time.perf_counter() - start)
    return times


def many_clients(endpoint, query, seconds, n):
    end = time.perf_counter() + seconds
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        runs = [pool.submit(client, endpoint, query, end) for _ in range(n)]
        return statistics.median([t for r in runs for t in r.result()])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--warm", type=float, default=20, help="seconds of warming up for each endpoint")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--only", default="", help="the queries whose names this regular expression finds")
    parser.add_argument("endpoints", nargs="+", type=Endpoint)
    arguments = parser.parse_args()
    endpoints = arguments.endpoints
    queries = [path for path in QUERIES if re.search(arguments.only, path.stem)]
    for e in endpoints:
        warm_up(e, queries, arguments.warm)
    print(f"median ms, one client / {arguments.clients} clients (server CPU ms); load {os.getloadavg()[0]:.1f}")
    print("| query | rows | " + " | ".join(e.name for e in endpoints) + " |")
    print("|---|---|" + "---|" * len(endpoints))
    ratios = {e.name: [[], [], []] for e in endpoints}
    for path in queries:
        query, cells, first, base = path.read_text(), [], None, None
        for e in endpoints:
            try:
                data, single, cpu = one_client(e, query, arguments.seconds)
                many = many_clients(e, query, arguments.seconds, arguments.clients)
            except Exception as problem:  # a peer that fails is shown as failing
                cells.append(f"fails: {str(problem)[:40]}")
                continue
            answer = digest(query, data)
            first, base = first or answer, base or (single, many, cpu)
            same = answer == first
            cells.append(f"{single*1e3:.2f} / {many*1e3:.2f} ({cpu*1e3:.2f})" + ("" if same else f" differs: {answer}"))
            if same:
                for values, mine, other in zip(ratios[e.name], base, (single, many, cpu)):
                    if mine > 0 and other > 0:
                        values.append(other / mine)
        print(f"| {path.stem} | {first[0] if first else '-'} | " + " | ".join(cells) + " |", flush=True)
    means = [" / ".join(f"{statistics.geometric_mean(v):.2f}" if v else "-" for v in ratios[e.name]) for e in endpoints]
    print("| times the first, geometric mean: one client / many / CPU | | " + " | ".join(means) + " |")


main()
