"""Sends four hostile requests at once from two addresses, in turn of three groups; a second later times a small query of a third.
Prints what was answered, and each promise with its result; ends with 1 if one is not kept. Arguments: home page, ping, rounds."""
import http.client, statistics, sys, threading, time, urllib.parse, urllib.request

BAR = 0.5
HOME, PING, ROUNDS = urllib.parse.urlparse(sys.argv[1]), sys.argv[2], int(sys.argv[3])
SPACES = "PREFIX x: <urn:x:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def nested(before, after, levels=40):
    """A query with a pattern in a pattern in a pattern; `#` is the number of the level."""
    outer = "".join(before.replace("#", str(n)) for n in range(levels))
    return "ASK {" + outer + "?s x:none ?o" + "".join(after.replace("#", str(n)) for n in reversed(range(levels))) + "}"


NUMBERS = ",".join(map(str, range(10500)))
GROUPS = [
    {
        "date and time + duration": 'SELECT ("2020-01-01T00:00:00Z"^^xsd:dateTime + "P9999999999999999D"^^xsd:dayTimeDuration AS ?x) {}',
        "comparison of durations": 'SELECT * { FILTER("P2000000000D"^^xsd:dayTimeDuration < "P2000000001D"^^xsd:dayTimeDuration) }',
        "nested quantifiers": 'SELECT * { FILTER REGEX("a", "(((){2147483647}){2147483647}){2147483647}b") }',
        "product of patterns": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') }",
    },
    {
        "EXISTS in EXISTS": nested("x:a x:p ?o FILTER EXISTS {", "}"),
        "EXISTS in BIND": nested("?s ?p ?o BIND(EXISTS {", "} AS ?e#)"),
        "EXISTS in HAVING": nested("?s ?p ?o FILTER EXISTS { SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS {", "}) }"),
        "EXISTS in ORDER BY": nested("?s ?p ?o FILTER EXISTS { SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS {", "}) LIMIT 3 }"),
    },
    {
        "IN with 10,500 numbers": "SELECT * { ?s ?p ?o FILTER(?o IN (" + NUMBERS + ")) }",
        "a sum IN as many": "SELECT * { ?s ?p ?o FILTER(?o + 0.5 IN (" + NUMBERS + ")) }",
        "text:query without a limit": 'SELECT * { ?s <http://jena.apache.org/text#query> ("*:*" 2147483645) }',
        "text:query for each row": 'SELECT * { ?a ?p ?w . ?s <http://jena.apache.org/text#query> (?w 2147483645) }',
    },
]


def ask(query, client):
    connection = http.client.HTTPConnection(HOME.netloc, timeout=60)
    start = time.monotonic()
    headers = {"Accept": "application/sparql-results+json", "X-Forwarded-For": client, "Content-Type": "application/sparql-query"}
    connection.request("POST", "/sparql?timeout=1", SPACES + query, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, time.monotonic() - start


statuses, small = {name: [] for group in GROUPS for name in group}, []


def attack(name, query, client):
    statuses[name].append(ask(query, client))


ask("ASK {}", "10.0.9.9")
for n in range(ROUNDS):
    group = GROUPS[n % len(GROUPS)]
    threads = [threading.Thread(target=attack, args=(name, group[name], f"10.0.0.{i % 2}")) for i, name in enumerate(group)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    small.append(ask(f"SELECT * {{ ?s ?p ?o }} LIMIT 1 OFFSET {n}", "10.0.9.9"))
    for thread in threads:
        thread.join()

print("| request | answers | longest, s |\n|---|---|---:|")
for name, answers in statuses.items():
    counts = {status: sum(s == status for s, _ in answers) for status in sorted({s for s, _ in answers})}
    print(f"| {name} | {', '.join(f'{n} times {status}' for status, n in counts.items())} | {max(t for _, t in answers):.2f} |")
times = sorted(t for _, t in small)
answered = sum(s == 200 and t < BAR for s, t in small)


def metrics():
    with urllib.request.urlopen(PING.replace("ping", "metrics")) as response:
        lines = [line for line in response.read().decode().splitlines() if not line.startswith("#")]
    return {line.split("{")[0].split(" ")[0]: float(line.rsplit(" ", 1)[1]) for line in lines}


# What was stopped ends at its next look at the signal.
for _ in range(50):
    if metrics()["techrace_queries_running"] == 0:
        break
    time.sleep(0.1)
with urllib.request.urlopen(PING) as response:
    ping = response.status
running, stuck = (int(metrics()[f"techrace_queries_{name}"]) for name in ("running", "stuck"))
kept = [answered == len(small), running == 0, stuck == 0, ping == 200]
results = [
    f"{answered} of {len(small)} answered in time; median {statistics.median(times):.3f} s, longest {times[-1]:.3f} s",
    f"{running} running at the end",
    f"{stuck} stuck",
    f"ping {ping}; the same process",
]
promises = [f"a small query one second later is answered within {BAR} s", "every evaluation ends", "none is stuck", "no restart"]
print("\n| promise | result | kept |\n|---|---|---|")
for promise, result, was in zip(promises, results, kept):
    print(f"| {promise} | {result} | {'yes' if was else 'NO'} |")
sys.exit(not all(kept))
