"""Tests of the client against a server: test_client.py ADDRESS."""

import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from techrace import Graph, TechraceError  # noqa: E402

ADDRESS = sys.argv.pop(1) if len(sys.argv) > 1 else "http://localhost:3030"
HUAWEI = "https://w3id.org/techrace/id/firm-huawei"
LABEL = f"SELECT ?label {{ <{HUAWEI}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"


class ClientTest(unittest.TestCase):
    graph = Graph(ADDRESS)

    def test_terms_become_python_values(self):
        answer = self.graph.query(
            'SELECT (1 AS ?i) (1.5 AS ?d) (2e0 AS ?f) ("x" AS ?s) (true AS ?b) ?none {}')
        self.assertEqual(
            answer.rows,
            [{"i": 1, "d": Decimal("1.5"), "f": 2.0, "s": "x", "b": True, "none": None}])

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
