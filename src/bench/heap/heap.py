"""Sends queries that keep much in memory, four at once from four addresses, and a small query every 0.2 s."""
import http.client, statistics, sys, threading, time, urllib.parse

limit, rounds = float(sys.argv[1]), int(sys.argv[2])
QUERIES = {
    "ORDER BY": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a",
    "DISTINCT": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f } }",
    "GROUP BY": "SELECT ?a ?d (SUM(1) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d",
    "COUNT(DISTINCT)": "SELECT ?a (COUNT(DISTINCT ?f) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
    "terms that are made": "SELECT (COUNT(?t) AS ?n) { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?d)) AS ?t) }",
    "GROUP_CONCAT per group": "SELECT ?a (GROUP_CONCAT(?f) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
}

def ask(query, client):
    connection = http.client.HTTPConnection("localhost", 18120, timeout=120)
    start = time.monotonic()
    connection.request("GET", "/sparql?" + urllib.parse.urlencode({"query": query}), headers={"Accept": "text/csv", "X-Forwarded-For": client})
    response = connection.getresponse()
    text = response.read().decode(errors="replace")
    connection.close()
    return response.status, text, time.monotonic() - start

greedy, small, over = {name: [] for name in QUERIES}, [], threading.Event()

def probe():
    n = 0
    while not over.is_set():
        n += 1
        small.append(ask(f"SELECT * {{ ?s ?p ?o }} LIMIT 1 OFFSET {n}", "10.0.9.9")[2])
        time.sleep(0.2)

def client(number):
    names = list(QUERIES)
    for i in range(rounds):
        name = names[(number + i) % len(names)]
        greedy[name].append(ask(QUERIES[name] + f" #{number}-{i}", f"10.0.0.{number}"))

watch = threading.Thread(target=probe)
clients = [threading.Thread(target=client, args=(n,)) for n in range(int(sys.argv[3]) if len(sys.argv) > 3 else 4)]
watch.start()
for c in clients: c.start()
for c in clients: c.join()
over.set(); watch.join()

print("| query | asked | stopped for memory | stopped for time | other | latest answer after the limit, s |\n|---|---:|---:|---:|---:|---:|")
for name, answers in ((n, a) for n, a in greedy.items() if a):
    memory = sum("memory" in text for _, text, _ in answers)
    timed = sum("was stopped after" in text for _, text, _ in answers)
    print(f"| {name} | {len(answers)} | {memory} | {timed} | {len(answers) - memory - timed} | {max(t for _, _, t in answers) - limit:.2f} |")
small.sort()
print(f"\nA small query meanwhile: {len(small)} times, median {statistics.median(small):.3f} s, 95 % {small[int(len(small) * .95)]:.2f} s, longest {small[-1]:.2f} s.")
