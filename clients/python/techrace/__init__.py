"""A client of a techrace server: answers as rows or data frames, and their citations.

    from techrace import Graph

    graph = Graph("http://localhost:3030")
    print(graph.find("R&D intensity").frame())
    answer = graph.ask("rare-earth-production")
    print(answer.frame().head())
    print(answer.limits, answer.cite().text)

Needs the standard library only; `Answer.frame` needs pandas.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, Iterator, TypeVar

T = TypeVar("T")

__all__ = ["Answer", "Citation", "Graph", "TechraceError", "Verification"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear"}
_FLOATS = {"double", "float"}
# The members of an answer that have an attribute of their own.
_SHOWN = {"columns", "rows", "release", "label", "cut", "limits", "sources"}
_PAGE = 1000
_BUSY = {429, 503}
_LONGEST_WAIT = 30.0


class TechraceError(Exception):
    """The server refused a request. `status` is the HTTP status; the text is its sentence."""

    def __init__(self, status: int, sentence: str):
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Citation:
    """The permanent link of an answer, and the formats of reference managers."""

    link: str
    release: str
    hash: str
    rows: int
    text: str
    bibtex: str
    ris: str
    csl: str
    kept: bool


@dataclass(frozen=True)
class Verification:
    """What became of a cited answer.

    `verified`: the release of the link still gives the cited answer.
    `same`: the current release gives it, too; None if that could not be compared.
    `removed`, `added`: rows that only one of them has, at most 100 each.
    """

    verified: bool
    release: str
    current: str
    same: bool | None
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


class Answer:
    """The rows of an answer. A cell is a str, int, float, Decimal, bool, date or None.

    `limits` says what a reader must know before using it, such as that a list is a selection; an
    empty list means that no limit is known to the server. `sources` are the names of its sources.
    For an answer of `query` or `pages` the server is asked for both when one of them is first read,
    with the first 200 rows; if it refuses the query, such as for an IRI that does not exist, this is
    the only limit. Both are None if the answer does not say: that of `things` and `thing` has no
    sources.

    `more` has what the server says in addition to the rows: for `find` the `notes` and the
    `patterns` of queries; for `coverage` the areas of the `years`, the `lastNearlyCompleteYear` and
    the `vintages`; how to get the rest of a cut answer. It has only what the answer has.
    """

    def __init__(
        self, graph: Graph, columns: list[str], rows: list[dict[str, Any]], release: str,
        asked: dict[str, Any], title: str = "", cut: bool = False,
        limits: list[str] | None = None, sources: list[str] | None = None,
        more: dict[str, Any] | None = None,
    ):
        self.graph = graph
        self.columns = columns
        self.rows = rows
        self.release = release
        self.title = title
        self.cut = cut
        self.more = more or {}
        self._limits = limits
        self._sources = sources
        self._asked = asked

    @property
    def limits(self) -> list[str] | None:
        """The limits of the answer, as sentences."""
        self._tell()
        return self._limits

    @property
    def sources(self) -> list[str] | None:
        """The names of the sources of the answer."""
        self._tell()
        return self._sources

    def _tell(self) -> None:
        if self._limits is not None or "query" not in self._asked:
            return
        try:
            told = self.graph.at(self.release)._table(
                "query", {"query": self._asked["query"], "limit": "200"})
            self._limits, self._sources = told._limits, told._sources
        except TechraceError as refused:
            if refused.status != 400:
                raise
            self._limits = [str(refused)]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def frame(self):
        """The rows as a pandas data frame; numbers are floats or integers."""
        import pandas

        rows = [
            [float(v) if isinstance(v, Decimal) else v for v in (row.get(c) for c in self.columns)]
            for row in self.rows
        ]
        return pandas.DataFrame(rows, columns=self.columns)

    def records(self, kind: type[T]) -> list[T]:
        """The rows as objects of a dataclass, whose fields are named like columns.

        A cell without a value is the default of its field. Raises ValueError if a field without a
        default is no column.
        """
        known = fields(kind)  # type: ignore[arg-type]
        needed = {f.name for f in known if f.default is MISSING and f.default_factory is MISSING}
        missing = sorted(needed - set(self.columns))
        if missing:
            raise ValueError(f"no columns {missing}; there are {self.columns}")
        return [
            kind(**{f.name: row.get(f.name) for f in known
                    if f.name in needed or row.get(f.name) is not None})
            for row in self.rows
        ]

    def cite(self, keep: bool = True) -> Citation:
        """Cites this answer, of the release that gave it. `keep` asks the server to keep the release.

        Raises ValueError if it is not the answer to a query or a question.
        """
        if not self._asked:
            raise ValueError("only answers of query() and ask() can be cited")
        return self.graph.at(self.release).cite(keep=keep, **self._asked)


class Graph:
    """A techrace server, or one release of it.

    `timeout`: the longest wait for an answer, in seconds.
    `retries`: how often a request is sent again if the server is busy (429 or 503 with
    `Retry-After`) or does not answer.
    """

    def __init__(
        self, address: str, release: str | None = None, timeout: float = 60, retries: int = 3,
    ):
        self.address = address.rstrip("/")
        self.release = release
        self.timeout = timeout
        self.retries = retries

    def at(self, release: str) -> Graph:
        """The same graph at a release."""
        return Graph(self.address, release, self.timeout, self.retries)

    def query(self, query: str) -> Answer:
        """Answers a SPARQL SELECT or ASK query."""
        body, headers = self._send(
            "/sparql", form={"query": query}, accept="application/sparql-results+json")
        release = headers["Techrace-Release"]
        if "boolean" in body:
            return Answer(self, ["answer"], [{"answer": body["boolean"]}], release, {"query": query})
        columns = body["head"]["vars"]
        rows = [
            {c: _value(binding[c]) if c in binding else None for c in columns}
            for binding in body["results"]["bindings"]
        ]
        return Answer(self, columns, rows, release, {"query": query})

    def ask(self, question: str, **parameters: str | list[str]) -> Answer:
        """Answers a question of `/api/v1`, such as "rare-earth-production".

        A cell that names a thing is its label; the column with `_iri` at its end has its IRI.
        """
        rows: list[dict[str, Any]] = []
        offset = 0
        while True:
            page, _ = self._send(
                "/api/v1/" + urllib.parse.quote(question),
                parameters={**parameters, "limit": str(_PAGE), "offset": str(offset)})
            rows += [_flat(row) for row in page["rows"]]
            offset += len(page["rows"])
            if "next" not in page or not page["rows"]:
                break
        columns = list(dict.fromkeys(
            name for column in page["columns"] for name in (column, column + "_iri")
            if name == column or any(name in row for row in rows)))
        return Answer(
            self, columns, rows, page["release"], {"query": page["query"]}, page["title"],
            page.get("cut", False), page.get("limits"),
            [source["label"] for source in page["sources"]] if "sources" in page else None)

    def pages(self, query: str, size: int = 10_000) -> Iterator[Answer]:
        """Answers a SPARQL SELECT query with `ORDER BY` and without `LIMIT` page by page."""
        offset = 0
        graph = self
        while True:
            page = graph.query(f"{query}\nLIMIT {size} OFFSET {offset}")
            if page.rows or offset == 0:
                yield page
            if len(page) < size:
                return
            # All pages are of one release.
            graph = self.at(page.release)
            offset += size

    def find(self, text: str, kind: str | None = None, limit: int = 10) -> Answer:
        """Things, classes, properties and questions by plain words.

        `kind`: only things of this class, by its name or IRI.
        `limit`: the greatest number of results of each kind.
        `Answer.more` has queries about the best results (`patterns`) and words that nothing has.
        """
        parameters = {"text": text, "limit": str(limit), "whole": "true"}
        return self._table("find", parameters | ({"class": kind} if kind else {}))

    def classes(self, kind: str | None = None) -> Answer:
        """All classes, or the properties of a class."""
        return self._table("classes", {"class": kind} if kind else {})

    def coverage(self, iri: str) -> Answer:
        """What the graph has of an indicator, a list, a class or a data set, by source and year.

        `iri`: its IRI or prefixed name. `Answer.limits` says what limits it; `Answer.more` has the
        areas of each year, the last nearly complete year and the vintages.
        """
        return self._table("coverage", {"iri": iri, "whole": "true"})

    def explain(self, iri: str) -> Answer:
        """The statements about a thing, by its IRI or prefixed name."""
        return self._table("explain", {"iri": iri})

    def kinds(self) -> dict[str, list[str]]:
        """The classes by the names that `things` takes, each with the fields of its things."""
        body, _ = self._send("/api/v1/things")
        return {one["name"]: one["fields"] for one in body["classes"]}

    def things(
        self, kind: str, fields: list[str] | None = None, sort: str | None = None,
        limit: int | None = None, least: dict[str, Any] | None = None,
        most: dict[str, Any] | None = None, **values: Any,
    ) -> Answer:
        """The things of a class with some values: `things("Firm", country="Japan")`.

        `fields`: the fields to read, all without it; `sort`: a field, with `-` in front the other way;
        `limit`: the greatest number of things, all without it. `least` and `most` are bounds of
        fields. A value is a text, a number, the name or the IRI of a thing, or a list of them: one
        of these. All rows are of one release. A cell that names things is their labels, and the
        column with `_iri` at its end has their IRIs.
        """
        parameters: dict[str, Any] = {"filter." + name: value for name, value in values.items()}
        parameters |= {"from." + name: value for name, value in (least or {}).items()}
        parameters |= {"to." + name: value for name, value in (most or {}).items()}
        parameters["limit"] = min(limit or _PAGE, _PAGE)
        if fields:
            parameters["fields"] = ",".join(fields)
        if sort:
            parameters["sort"] = sort
        path = "/api/v1/things/" + urllib.parse.quote(kind)
        page, _ = self._send(path, parameters=parameters)
        first, rows = page, list(page["rows"])
        while "next" in page and (limit is None or len(rows) < limit):
            parts = urllib.parse.urlsplit(page["next"])
            # Behind a proxy the address may have another host; the path names the release.
            page, _ = self._send("/release/" + parts.path.split("/release/", 1)[1] + "?" + parts.query, whole=True)
            rows += page["rows"]
        flat = [_flat(row) for row in rows[:limit]]
        columns = list(dict.fromkeys(name for row in flat for name in row))
        return Answer(
            self, columns, flat, first["release"], {}, first["label"],
            len(rows) < first["total"], first.get("limits"))

    def thing(self, iri: str) -> Answer:
        """The statements about a thing: `property`, `value` and, for things, `value_iri`.

        `iri`: its IRI, its prefixed name, or the end of its IRI, such as "country-CHN".
        """
        body, _ = self._send("/api/v1/entities", parameters={"iri": iri})
        rows = []
        for statement in body["statements"]:
            for value in statement["values"]:
                row = {"property": statement["property"]["label"],
                       "property_iri": statement["property"]["id"], "value": value}
                if isinstance(value, dict) and "language" in value:
                    row |= {"value": value["value"], "language": value["language"]}
                elif isinstance(value, dict):
                    row |= {"value": value["label"], "value_iri": value.get("id")}
                rows.append(row)
        return Answer(
            self, ["property", "property_iri", "value", "value_iri", "language"], rows,
            body["release"], {}, body["label"], False, body.get("limits"))

    def _table(self, tool: str, parameters: dict[str, str]) -> Answer:
        body, _ = self._send("/api/v1/" + tool, parameters=parameters)
        columns = body["columns"]
        more = {name: value for name, value in body.items() if name not in _SHOWN}
        return Answer(
            self, columns, [dict(zip(columns, row)) for row in body["rows"]], body["release"], {},
            body.get("label", ""), body["cut"], body.get("limits"), body.get("sources"), more)

    def questions(self) -> dict[str, str]:
        """The names and titles of the questions."""
        body, _ = self._send("/api/v1")
        return {one["name"]: one["title"] for one in body["operations"]}

    def cite(self, keep: bool = True, **asked: str | list[str]) -> Citation:
        """Cites the answer to `query`, or to `question` (with its number) and its parameters."""
        body, _ = self._send(
            "/cite", form=asked if keep else None, parameters=None if keep else asked)
        return Citation(
            body["link"], body["release"], body["hash"], body["rows"], body["text"], body["bib"],
            body["ris"], body["csl"], body["kept"])

    def verify(self, link: str) -> Verification:
        """Opens the link of a citation on this server."""
        parts = urllib.parse.urlsplit(link)
        body, _ = self._send(parts.path + "?" + parts.query, whole=True)
        current = body["current"]
        return Verification(
            body["verified"], body["release"], current["release"], current.get("same"),
            current.get("removedRows", []), current.get("addedRows", []))

    def _send(
        self, path: str, parameters: dict | None = None, form: dict | None = None,
        accept: str = "application/json", whole: bool = False,
    ) -> tuple[Any, Any]:
        root = "" if whole or self.release is None else "/release/" + self.release
        address = self.address + root + path
        if parameters:
            address += "?" + urllib.parse.urlencode(parameters, doseq=True)
        data = None if form is None else urllib.parse.urlencode(form, doseq=True).encode()
        request = urllib.request.Request(address, data, {"Accept": accept})
        for attempt in range(self.retries + 1):
            last = attempt == self.retries
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as response:
                    return json.load(response), response.headers
            except urllib.error.HTTPError as e:
                wait = _wait(e, attempt)
                if last or wait is None:
                    sentence = _sentence(e.read().decode("utf-8", "replace"))
                    raise TechraceError(e.code, sentence) from None
            except urllib.error.URLError:
                if last:
                    raise
                wait = min(2.0 ** attempt, _LONGEST_WAIT)
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")


def _wait(error: urllib.error.HTTPError, attempt: int) -> float | None:
    """The seconds until a request may be sent again; None if that does not help."""
    after = error.headers.get("Retry-After")
    if error.code not in _BUSY or after is None:
        return None
    seconds = float(after) if after.isdigit() else 2.0 ** attempt
    return seconds if seconds <= _LONGEST_WAIT else None


def _sentence(body: str) -> str:
    try:
        problem = json.loads(body)
        return problem.get("detail") or problem.get("title") or body
    except (ValueError, AttributeError):
        return body.strip()


def _value(term: dict[str, str]) -> Any:
    text = term["value"]
    kind = term.get("datatype", "")
    if not kind.startswith(_XSD):
        return text
    name = kind[len(_XSD):]
    try:
        if name in _INTEGERS:
            return int(text)
        if name == "decimal":
            return Decimal(text)
        if name in _FLOATS:
            return float(text)
        if name == "date":
            return date.fromisoformat(text)
    except ValueError:
        return text
    return text in ("true", "1") if name == "boolean" else text


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for column, cell in row.items():
        cells = cell if isinstance(cell, list) else [cell]
        labels = [c["label"] if isinstance(c, dict) else c for c in cells]
        iris = [c["id"] for c in cells if isinstance(c, dict) and "id" in c]
        flat[column] = labels[0] if len(labels) == 1 else "; ".join(map(str, labels))
        if iris:
            flat[column + "_iri"] = " ".join(iris)
    return flat
