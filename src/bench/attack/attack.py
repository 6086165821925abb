"""Sends four hostile requests at once from two addresses, in turn of three groups; a second later times a small query of a third. Prints a table."""
import http.client, statistics, sys, threading, time, urllib.parse

BAR = 0.5
SPACES = "PREFIX x: <urn:x:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def nested(before, after, levels=40):
    return "ASK {" + before * levels + "?s x:none ?o" + after * levels + "}"


NUMBERS = ", ".join(map(str, range(10500)))
GROUPS = [
    {
        "date and time + duration": 'SELECT ("2020-01-01T00:00:00Z"^^xsd:dateTime + "P9999999999999999D"^^xsd:dayTimeDuration AS ?x) {}',
        "comparison of durations": 'SELECT * { FILTER("P2000000000D"^^xsd:dayTimeDuration < "P2000000001D"^^xsd:dayTimeDuration) }',
        "nested quantifiers": 'SELECT * { FILTER REGEX("a", "(((){2147483647}){2147483647}){2147483647}b") }',
        "product of patterns": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') }",
    },
    {
        "EXISTS in EXISTS": nested("x:a x:p ?o FILTER EXISTS {", "}"),
        "EXISTS in BIND": nested("{ SELECT (EXISTS {", "} AS ?e) {} }"),
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
    connection = http.client.HTTPConnection("localhost", 18130, timeout=60)
    start = time.monotonic()
    body = urllib.parse.urlencode({"query": SPACES + query, "timeout": 1})
    headers = {"Accept": "text/csv", "X-Forwarded-For": client, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sparql", body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, time.monotonic() - start


statuses, small = {name: [] for group in GROUPS for name in group}, []


def attack(name, query, client):
    statuses[name].append(ask(query, client))


ask("ASK {}", "10.0.9.9")
for n in range(int(sys.argv[1])):
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
late = sum(t >= BAR for t in times)
print(
    f"\nA small query one second later: {len(times)} times, {sum(s == 200 for s, _ in small)} answered, median {statistics.median(times):.3f} s, "
    f"longest {times[-1]:.3f} s; {late} took {BAR} s or longer."
)
