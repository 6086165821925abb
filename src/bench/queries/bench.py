#!/usr/bin/env python3
"""Asks queries of several SPARQL endpoints, in turn, and prints one table in Markdown.

usage: bench.py [--queries FOLDER] [--seconds S] [--warm S] [--clients N] [--only REGEX] NAME=URL[,PID] ...

The queries are the files *.rq of a folder, or the questions *.ttl of a project; of these, those that name graphs or use
functions of one engine are left out. A file with several queries is a set: a line "### NAME" before each, prefixes first.
For each query and endpoint: the median time of warm requests by one client and by N, CPU time of the server for each
request (if a PID is given), and the number and a hash of the solutions. An answer that differs from the first endpoint's
is marked: such times do not count in the geometric means, one for each set and one for the queries that take over HEAVY
seconds on any endpoint. A query that takes longer than LONG seconds is asked once more, by one client only.

The clients share the processors with the servers, so they do little: each of several clients is a process, requests are
made before they are timed, and of an answer only its status and its length are read while times are taken.
"""
import argparse, concurrent.futures, hashlib, json, math, multiprocessing, os, pathlib, re, socket, statistics, struct, time
import urllib.parse

TICKS = os.sysconf("SC_CLK_TCK")
LONG = 5
PATIENCE = 60
HEAVY = 0.1
OF_ONE_ENGINE = re.compile(r"\bGRAPH\b|\bSERVICE\b|text:query")


class Connection:
    """A connection to an HTTP server that stays open. Does what http.client does, in less than half of its CPU time."""

    LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
    CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.I)

    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A timeout of Python's would need another call of the system for each read.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", PATIENCE, 0))

    def ask(self, request):
        """Sends the bytes of a request and returns the body of the answer."""
        self.socket.sendall(request)
        # A server that sends head and body one after the other would wait up to 40 ms for the delayed acknowledgement.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        head, body = self.until(b"", b"\r\n\r\n")
        length = self.LENGTH.search(head)
        if length:
            body = self.all(body, int(length[1]))
        elif self.CHUNKED.search(head):
            body = self.chunks(body)
        else:
            raise RuntimeError(f"an answer without a length: {head[:200]}")
        status = head.split(b" ", 2)[1]
        if status != b"200":
            raise RuntimeError(f"HTTP {status.decode()}: {body[:200]}")
        return body

    def more(self):
        data = self.socket.recv(1 << 18)
        if not data:
            raise RuntimeError("the connection was closed")
        return data

    def until(self, data, end):
        """Returns what is received before the end and what is received after it."""
        while end not in data:
            data += self.more()
        return data.split(end, 1)

    def all(self, data, length):
        parts, missing = [data], length - len(data)
        while missing > 0:
            parts.append(self.more())
            missing -= len(parts[-1])
        return b"".join(parts) if len(parts) > 1 else data

    def chunks(self, data):
        parts = []
        while True:
            size, data = self.until(data, b"\r\n")
            length = int(size.split(b";")[0], 16)
            data = self.all(data, length + 2)
            if length == 0:
                return b"".join(parts)
            parts.append(data[:length])
            data = data[length + 2 :]


class Endpoint:
    def __init__(self, argument):
        self.name, place = argument.split("=", 1)
        self.url, _, self.pid = place.partition(",")
        self.parts = urllib.parse.urlsplit(self.url)

    def connect(self):
        return Connection(self.parts.hostname, self.parts.port or 80)

    def request(self, query):
        """The bytes of a request."""
        graph = re.search(r"\b(CONSTRUCT|DESCRIBE)\b", query)
        accept = "application/n-triples" if graph else "application/sparql-results+json"
        body = urllib.parse.urlencode({"query": query}).encode()
        path = self.parts.path + (f"?{self.parts.query}" if self.parts.query else "")
        head = [f"POST {path} HTTP/1.1", f"Host: {self.parts.netloc}", f"Accept: {accept}",
                "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "".join(line + "\r\n" for line in [*head, ""]).encode() + body

    def cpu(self):
        if not self.pid:
            return math.nan
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self):
        """Resident memory in MB: what a process holds of its own, and what it has mapped of files."""
        if not self.pid:
            return "unknown"
        status = open(f"/proc/{self.pid}/status").read()
        own, mapped = (int(re.search(name + r":\s+(\d+)", status)[1]) // 1024 for name in ("RssAnon", "RssFile"))
        return f"{own} + {mapped} mapped"


def read(folder, only):
    """The queries of a folder by name, and how many were left out."""
    queries, left_out = {}, 0
    for path in sorted(folder.glob("*.rq")) + sorted(folder.glob("*.ttl")):
        text = path.read_text()
        if path.suffix == ".ttl":
            text = re.search(r'sh:(select|ask|construct|describe) """(.*?)"""', text, re.S)[2]
        if path.suffix == ".ttl" and OF_ONE_ENGINE.search(text):
            left_out += 1
        else:
            queries.update(parted(path.stem, text))
    return {name: text for name, text in queries.items() if re.search(only, name)}, left_out


def parted(name, text):
    """The queries of a file by name: the file's own, or SET/NAME for each of several."""
    prefixes, *rest = re.split(r"^### (.+)\n", text, flags=re.M)
    return {f"{name}/{n}": prefixes + query for n, query in zip(rest[::2], rest[1::2])} if rest else {name: text}


def term(t):
    """Returns a term in one form, independent of how the store writes numbers and times."""
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
    """The answer, the median time and the CPU time of a request."""
    connection, request = endpoint.connect(), endpoint.request(query)
    begun = time.perf_counter()
    data = connection.ask(request)
    at_least = 1 if time.perf_counter() - begun > LONG else 3
    end = time.perf_counter() + seconds / 2
    while time.perf_counter() < end and at_least > 1:  # warm up
        connection.ask(request)
    times, cpu = [], endpoint.cpu()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and sum(times) < LONG or len(times) < at_least:
        start = time.perf_counter()
        connection.ask(request)
        times.append(time.perf_counter() - start)
    return data, statistics.median(times), (endpoint.cpu() - cpu) / len(times)


def warm_up(endpoint, queries, seconds):
    """Asks each query for an equal part of the time: a JVM needs thousands of requests until it runs at its speed."""
    connection = endpoint.connect()
    for query in queries.values():
        end, request = time.perf_counter() + seconds / len(queries), endpoint.request(query)
        while time.perf_counter() < end:
            try:
                connection.ask(request)
            except Exception:
                connection = endpoint.connect()


def client(endpoint, query, end):
    connection, request, times = endpoint.connect(), endpoint.request(query), []
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        connection.ask(request)
        times.append(time.perf_counter() - start)
    return times


def many_clients(endpoint, query, seconds, n):
    """The median time of a request. Each client is a process: threads of Python would wait for each other."""
    end = time.perf_counter() + seconds
    with concurrent.futures.ProcessPoolExecutor(n, multiprocessing.get_context("fork")) as pool:
        runs = [pool.submit(client, endpoint, query, end) for _ in range(n)]
        return statistics.median([t for r in runs for t in r.result()])


def measure(endpoint, query, arguments):
    """The answer's digest, and seconds: one client, many (None if it takes long), CPU."""
    data, single, cpu = one_client(endpoint, query, arguments.seconds)
    many = many_clients(endpoint, query, arguments.seconds, arguments.clients) if arguments.clients and single < LONG else None
    return digest(query, data), (single, many, cpu)


def cell(answer, first, times):
    shown = ["–" if t is None else f"{t*1e3:.2f}" for t in times]
    return f"{shown[0]} / {shown[1]} ({shown[2]})" + ("" if answer == first else f" differs: {answer}")


def mean(ratios):
    """The geometric means of one client, many clients and CPU over queries, and how many queries they are."""
    columns = [[r for r in column if r] for column in zip(*ratios)]
    return " / ".join(f"{statistics.geometric_mean(c):.2f}" if c else "-" for c in columns) + f" ({len(ratios)})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=pathlib.Path, default=pathlib.Path(__file__).parent / "rq")
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--warm", type=float, default=20, help="seconds of warming up for each endpoint")
    parser.add_argument("--clients", type=int, default=8, help="many clients; 0 asks with one client only")
    parser.add_argument("--only", default="", help="the queries whose names this regular expression finds")
    parser.add_argument("endpoints", nargs="+", type=Endpoint)
    arguments = parser.parse_args()
    endpoints = arguments.endpoints
    queries, left_out = read(arguments.queries, arguments.only)
    for e in endpoints:
        warm_up(e, queries, arguments.warm)
    clients = arguments.clients
    print(f"Median ms, one client / {clients} clients (server CPU ms); load {os.getloadavg()[0]:.1f}."
          + (f" {left_out} queries that name graphs or use functions of one engine were left out." if left_out else ""))
    print("\n| query | rows | " + " | ".join(e.name for e in endpoints) + " |")
    print("|---|---|" + "---|" * len(endpoints))
    ratios = {e.name: {} for e in endpoints}
    faster, failing = {e.name: [] for e in endpoints}, {e.name: [] for e in endpoints}
    for name, query in queries.items():
        cells, answers = [], {}
        for e in endpoints:
            try:
                answers[e.name] = measure(e, query, arguments)
            except Exception as problem:  # a peer that fails is shown as failing
                failing[e.name].append(name)
                cells.append(f"fails: {str(problem)[:40]}")
                continue
            answer, times = answers[e.name]
            cells.append(cell(answer, answers.get(endpoints[0].name, (answer,))[0], times))
        first, ours = answers.get(endpoints[0].name, (None, None))
        heavy = any(times[0] > HEAVY for _, times in answers.values())
        for e, (answer, times) in answers.items():
            if ours and answer == first:
                for part in ["all", name.split("/")[0] if "/" in name else "single"] + ["heavy"] * heavy:
                    ratios[e].setdefault(part, []).append([other / mine if mine and other and mine > 0 else None for mine, other in zip(ours, times)])
                if times[0] < ours[0]:
                    faster[e].append((ours[0] / times[0], f"{name} ({ours[0]*1e3:.2f} against {times[0]*1e3:.2f})"))
        print(f"| {name} | {first[0] if first else '-'} | " + " | ".join(cells) + " |", flush=True)
    for part in ratios[endpoints[0].name]:
        means = [mean(ratios[e.name].get(part, [])) for e in endpoints]
        print(f"| times the first, geometric mean, {part}: one client / many / CPU | | " + " | ".join(means) + " |")
    print()
    for e in endpoints[1:]:
        places = sorted(faster[e.name], reverse=True)
        thrice = sum(ratio > 3 for ratio, _ in places)
        print(f"- One client, where {e.name} is faster ({len(places)} of {len(ratios[e.name].get('all', []))}, {thrice} more than three times): "
              + ("; ".join(place for _, place in places) or "nowhere") + ".")
    for e in endpoints:
        print(f"- {e.name} fails: {'; '.join(failing[e.name]) or 'nowhere'}.")
    print("- Resident MB at the end: " + "; ".join(f"{e.name} {e.resident()}" for e in endpoints) + ".")


if __name__ == "__main__":
    main()
