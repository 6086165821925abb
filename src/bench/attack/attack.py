"""Sends four hostile requests from two addresses, waits a second, and times a small query of a third. Prints a table."""
import http.client, statistics, sys, threading, time, urllib.parse

BAR = 0.1
HOSTILE = {
    "date and time + duration": 'SELECT ("2020-01-01T00:00:00Z"^^xsd:dateTime + "P9999999999999999D"^^xsd:dayTimeDuration AS ?x) {}',
    "comparison of durations": 'SELECT * { FILTER("P2000000000D"^^xsd:dayTimeDuration < "P2000000001D"^^xsd:dayTimeDuration) }',
    "nested quantifiers": 'SELECT * { FILTER REGEX("a", "(((){2147483647}){2147483647}){2147483647}b") }',
    "product of patterns": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') }",
}


def ask(query, client):
    connection = http.client.HTTPConnection("localhost", 18130, timeout=60)
    start = time.monotonic()
    text = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> " + query
    path = "/sparql?" + urllib.parse.urlencode({"query": text, "timeout": 1})
    connection.request("GET", path, headers={"Accept": "text/csv", "X-Forwarded-For": client})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, time.monotonic() - start


statuses, small = {name: [] for name in HOSTILE}, []


def attack(name, client):
    statuses[name].append(ask(HOSTILE[name], client))


ask("ASK {}", "10.0.9.9")
for n in range(int(sys.argv[1])):
    threads = [threading.Thread(target=attack, args=(name, f"10.0.0.{i % 2}")) for i, name in enumerate(HOSTILE)]
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
