"""Tests of the client against a server: test_client.py ADDRESS."""

import json
import sys
import unittest
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from techrace import Graph, TechraceError  # noqa: E402

ADDRESS = sys.argv.pop(1) if len(sys.argv) > 1 else "http://localhost:3030"
HUAWEI = "https://w3id.org/techrace/id/firm-huawei"
LABEL = f"SELECT ?label {{ <{HUAWEI}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"


class BusyServer:
    """A server that refuses its first requests with 503."""

    def __init__(self, refusals: int):
        self.requests = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests += 1
                busy = outer.requests <= refusals
                body = b"busy" if busy else json.dumps(
                    {"release": "r", "columns": ["class"], "rows": [], "cut": False}).encode()
                self.send_response(503 if busy else 200)
                if busy:
                    self.send_header("Retry-After", "0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class ClientTest(unittest.TestCase):
    graph = Graph(ADDRESS)

    def test_terms_become_python_values(self):
        answer = self.graph.query(
            'PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (1 AS ?i) (1.5 AS ?d) (2e0 AS ?f) ("x" AS ?s) (true AS ?b) ("2026-11-30"^^xsd:date AS ?day) ?none {}')
        self.assertEqual(
            answer.rows,
            [{"i": 1, "d": Decimal("1.5"), "f": 2.0, "s": "x", "b": True,
              "day": date(2026, 11, 30), "none": None}])

    def test_rows_become_objects_of_a_dataclass(self):
        @dataclass
        class Firm:
            label: str
            country: str
            foundingDate: str = "unknown"
            notThere: int = 0

        firms = self.graph.things("Firm", country="Japan", limit=5).records(Firm)
        self.assertEqual({firm.country for firm in firms}, {"Japan"})
        self.assertTrue(all(firm.label and firm.notThere == 0 for firm in firms))

        @dataclass
        class Wrong:
            size: int

        with self.assertRaisesRegex(ValueError, "no columns .'size'."):
            self.graph.things("Firm", limit=1).records(Wrong)

    def test_ask_queries_have_one_row(self):
        self.assertIs(self.graph.query("ASK { ?s ?p ?o }").rows[0]["answer"], True)

    def test_a_question_has_labels_and_iris(self):
        answer = self.graph.ask("rare-earth-production")
        self.assertIn("rare earths", answer.title)
        china = next(row for row in answer if row["country"] == "China")
        self.assertGreater(china["percentOfWorld"], 50)
        self.assertGreater(len(answer), 3)
        self.assertEqual(answer.columns[0], "country")

    def test_a_question_takes_parameters(self):
        china = self.graph.ask("articles-since-2003", place="country-CHN")
        self.assertEqual({row["area"] for row in china}, {"China"})

    def test_a_long_answer_is_read_to_its_end(self):
        answer = self.graph.ask("articles-since-2003")
        self.assertEqual(len(answer), len(self.graph.query(answer._asked["query"])))

    def test_words_of_readers_find_an_indicator(self):
        found = self.graph.find("R&D intensity", limit=3)
        self.assertEqual(found.columns, ["id", "label", "kind", "about"])
        self.assertEqual(found.rows[0]["id"], "sch:indicator-rd-share-of-gdp")
        self.assertTrue(found.sources)
        self.assertIn("sch:indicator-rd-share-of-gdp", found.more["patterns"][0]["query"])
        unknown = self.graph.find("Huawei qqqq", limit=1)
        self.assertIn("qqqq", " ".join(unknown.more["notes"]))
        self.assertEqual(unknown.more["more"], "Ask for more with 'limit', or for a class.")
        firms = self.graph.find("Huawei", kind="firm")
        self.assertEqual({row["kind"] for row in firms}, {"firm"})

    def test_coverage_says_what_limits_an_indicator(self):
        coverage = self.graph.coverage("sch:indicator-rd-share-of-gdp")
        self.assertIn({"year": "2021", "areas": 40}, [
            {"year": row["year"], "areas": row["areas"]} for row in coverage])
        self.assertIn("the newest year, 2024", " ".join(coverage.limits))
        self.assertTrue(coverage.more["lastNearlyCompleteYear"].isdigit())
        self.assertIn(": ", coverage.more["years"][0])
        # A program gets whole names.
        self.assertIn(
            "Science and Engineering Indicators: who leads, by which measure",
            {row["source"] for row in coverage})
        self.assertNotIn("…", str(coverage.rows))
        with self.assertRaises(ValueError):
            coverage.cite()

    def test_classes_and_statements(self):
        self.assertIn("tr:Claim", [row["class"] for row in self.graph.classes()])
        self.assertIn("tr:speaker", [row["property"] for row in self.graph.classes("claim")])
        values = {row["property"]: row["id"] for row in self.graph.explain("id:firm-huawei")}
        self.assertEqual(values["tr:country"], "id:country-CHN")

    def test_pages_of_a_query_make_the_whole(self):
        query = "SELECT ?c { ?c a <https://w3id.org/techrace/ontology#Country> } ORDER BY ?c"
        pages = list(self.graph.pages(query, size=50))
        self.assertEqual([len(page) for page in pages[:-1]], [50] * (len(pages) - 1))
        self.assertEqual([row for page in pages for row in page], self.graph.query(query).rows)

    def test_a_question_has_its_limits_and_sources(self):
        answer = self.graph.ask("largest-clusters")
        self.assertTrue(any("planned" in limit for limit in answer.limits))
        self.assertTrue(answer.sources)

    def test_a_query_has_its_limits_and_sources(self):
        answer = self.graph.query("SELECT (COUNT(?c) AS ?n) { ?c a <https://w3id.org/techrace/ontology#Cluster> }")
        self.assertTrue(any("planned" in limit for limit in answer.limits))
        self.assertTrue(answer.sources)
        unknown = self.graph.query("SELECT ?c { ?c a <https://w3id.org/techrace/ontology#Clusterr> }")
        self.assertIn("Clusterr", " ".join(unknown.limits))

    def test_what_an_answer_does_not_say_is_none(self):
        clusters = self.graph.things("Cluster", limit=1)
        self.assertTrue(any("planned" in limit for limit in clusters.limits))
        self.assertIsNone(clusters.sources)

    def test_a_busy_server_is_asked_again(self):
        with BusyServer(refusals=2) as busy:
            graph = Graph(busy.address, retries=2)
            self.assertEqual(graph.classes().columns, ["class"])
            self.assertEqual(busy.requests, 3)
        with BusyServer(refusals=2) as busy:
            with self.assertRaises(TechraceError) as caught:
                Graph(busy.address, retries=1).classes()
            self.assertEqual((caught.exception.status, busy.requests), (503, 2))

    def test_a_refusal_has_the_sentence_of_the_server(self):
        with self.assertRaises(TechraceError) as caught:
            self.graph.query("SELECT {")
        self.assertEqual(caught.exception.status, 400)
        self.assertIn("The query has an error", str(caught.exception))
        with self.assertRaises(TechraceError) as unknown:
            self.graph.ask("rare-earth-productoin")
        self.assertEqual(unknown.exception.status, 404)
        self.assertIn("rare-earth-production", str(unknown.exception))

    def test_a_citation_verifies(self):
        answer = self.graph.query(LABEL)
        citation = answer.cite(keep=False)
        self.assertEqual(citation.release, answer.release)
        self.assertIn("url = {" + citation.link + "}", citation.bibtex)
        verification = self.graph.verify(citation.link)
        self.assertTrue(verification.verified)
        self.assertTrue(verification.same)
        other = citation.link.replace(citation.hash, "0" * 64)
        self.assertFalse(self.graph.verify(other).verified)

    def test_the_things_of_a_class_are_read_page_by_page(self):
        self.assertIn("country", self.graph.kinds()["Firm"])
        all_of = self.graph.things("Firm", fields=["country"])
        self.assertGreater(len(all_of), 1000)
        self.assertEqual(len({row["id"] for row in all_of}), len(all_of))
        japan = self.graph.things("Firm", country="Japan", fields=["country"], sort="-label", limit=5)
        self.assertEqual(len(japan), 5)
        self.assertTrue(japan.cut)
        self.assertEqual({row["country"] for row in japan}, {"Japan"})
        self.assertEqual(japan.rows[0]["country_iri"], "https://w3id.org/techrace/id/country-JPN")
        either = self.graph.things("Firm", country=["Japan", "France"], fields=["country"], limit=1000)
        self.assertTrue(all("Japan" in row["country"] or "France" in row["country"] for row in either))
        with self.assertRaises(TechraceError) as caught:
            self.graph.things("Firm", country="Jpan")
        self.assertIn("did you mean 'Japan'?", str(caught.exception))

    def test_the_statements_about_a_thing_have_names(self):
        china = self.graph.thing("country-CHN")
        self.assertEqual(china.title, "China")
        self.assertIn("en", {row.get("language") for row in china})
        self.assertIn("country", {row["value"] for row in china if row["property"] == "type"})
        for name in ("id:country-CHN", "https://w3id.org/techrace/id/country-CHN"):
            self.assertEqual(self.graph.thing(name).rows, china.rows)

    def test_a_release_answers(self):
        release = self.graph.query(LABEL).release
        self.assertEqual(self.graph.at(release).query(LABEL).rows[0]["label"], "Huawei")
        with self.assertRaises(TechraceError) as caught:
            self.graph.at("2000-01-01-000000").query(LABEL)
        self.assertEqual(caught.exception.status, 404)

    def test_an_answer_is_a_data_frame(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not installed")
        frame = self.graph.ask("rare-earth-production").frame()
        self.assertEqual(frame["percentOfWorld"].dtype.kind, "f")
        self.assertEqual(frame.loc[0, "country"], "China")


if __name__ == "__main__":
    unittest.main()
