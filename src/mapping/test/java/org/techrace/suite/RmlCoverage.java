package org.techrace.suite;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Counts the results of the suites and writes the page about them.
final class RmlCoverage {
  private static final class Counts {
    final Set<String> passed = new TreeSet<>();
    final Set<String> corrected = new TreeSet<>();
    final Set<String> failed = new TreeSet<>();
    final Set<String> skipped = new TreeSet<>();
  }

  /// The results of other implementations, from the community group's implementation report of June
  /// 2026.
  private static final Map<String, String> OTHERS =
      Map.of(
          "rml-core", "76 | 76",
          "rml-io", "73 | 61",
          "rml-cc", "35 | 35",
          "rml-fnml", "19 | 18",
          "rml-lv", "41 | 41");

  /// Those of the community group, and our own.
  private static final int SUITES = 7;

  private final Map<String, Counts> suites = new TreeMap<>();

  private Counts of(String suite) {
    return suites.computeIfAbsent(suite, _ -> new Counts());
  }

  void passed(String suite, String id, boolean corrected) {
    of(suite).passed.add(id);
    if (corrected) {
      of(suite).corrected.add(id);
    }
  }

  void failed(String suite, String id) {
    of(suite).failed.add(id);
  }

  void skipped(String suite, String id) {
    of(suite).skipped.add(id);
  }

  /// Returns true if cases of all suites were counted.
  boolean isComplete() {
    return suites.size() == SUITES;
  }

  /// Returns the content of `docs/rml-coverage.md`.
  String page(Map<String, RmlNote> notes) {
    StringBuilder page =
        new StringBuilder(
            """
            # RML coverage

            The test cases of the W3C Community Group on Knowledge Graph Construction, as
            `RmlSuitesTest` runs them. This page is written by `mvn test -Dtest=RmlSuitesTest -Dgolden.update`; the
            build fails if a case fails that has no note below, or if one passes that is noted as failing. Cases that
            must fail, fail with the message pinned in `src/mapping/test/resources/rml/errors.tsv`. Our own cases lie in
            `src/mapping/test/resources/rml/cases`.

            | Module | Passed | of these with a corrected expected output | Failed | Not run | SDM-RDFizer | CARML (unreleased branch) |
            |---|---|---|---|---|---|---|
            """);
    suites.forEach(
        (suite, counts) ->
            page.append(
                "| %s | %d | %d | %d | %d | %s |%n"
                    .formatted(
                        suite,
                        counts.passed.size(),
                        counts.corrected.size(),
                        counts.failed.size(),
                        counts.skipped.size(),
                        OTHERS.getOrDefault(suite, "– | –"))));
    page.append(
        """

        The figures of the others are those of the community's implementation report of June 2026; we did not run
        them.

        ## Formats

        | Table | Reference formulation | |
        |---|---|---|
        | CSV, TSV | `rml:CSV` | `csvw:dialect` says `delimiter`, `quoteChar` (empty: no quotes), `doubleQuote`, `commentPrefix`, `trim`, `encoding`, `skipRows`, `header`, `headerRowCount`, and `tool:footerRows` and `tool:lenient`; a reference names a column, or its position as `_col.3`, and `_row` is the number of the row; unique keys by `csvw:tableSchema [ csvw:primaryKey "…" ]` |
        | XLSX | `rml:CSV`, file ending `.xlsx` | the iterator names the sheet, or a range such as `People!B3:F20`; `csvw:dialect` says `skipRows`, `header`, `headerRowCount` and `tool:footerRows`; merged cells all have the value of the first; dates of 1900 and of 1904; a formula counts by its last result |
        | Parquet | `rml:CSV`, file ending `.parquet` | elements of a list are the values of its cell; the fields of a structure are named by their path: `place.city`; the keys and values of a map are `names.key` and `names.value`; an object of a variant is its text in JSON; compressed with Snappy, gzip, zstd, LZ4 or, on Linux x64, Brotli |
        | JSON, JSON Lines | `rml:JSONPath` | RFC 9535, functions included; `~` at the end of a path selects names (`$.areas.*~`), `~` alone the name of the row; `@scalar()` at the end selects texts, numbers and truth values only (`tags..@scalar()`: a text or the texts of a list); JSON Lines: the iterator `$` is each line, also a line that is an array; if a `.jsonl` or `.ndjson` file is one array, `$` is each element; a name that occurs twice in one object is a bad row |
        | XML | `rml:XPath` | XPath 1.0, and of XPath 3.1 `if`, `path()` and the functions of texts and sequences; an expression that fails in a row, or is not a number, is an error there; paths in abbreviated syntax are followed while the file is read, other expressions are evaluated on the row or, if they lead out of it, on the part of the file that they need; an element with `xsi:nil="true"` has no value; nothing that a DTD declares is read: an entity is an error, and a value of an attribute that elements need not state a warning |
        | a relational database | `rml:SQL2008Table`, `rml:SQL2008Query` | `d2rq:jdbcDSN`; the driver for PostgreSQL is included; `DatabasesTest` maps the same tables with PostgreSQL, MariaDB, SQLite, H2 and DuckDB; Spark reads a large table on a server in ranges of its primary key ([deploy/spark.md](deploy/spark.md)) |
        | an RDF file | `formats:SPARQL_Results_CSV` | the iterator is a SELECT query |

        A path with `*` or `?` (`figures/*.csv`, `figures/**/*.csv`) reads all files that match as one table, sorted by their paths and without hidden files. The path
        of a folder reads its files of the formulation. The reference `_file` is the path of the file, relative to the part before the first `*` or `?`. A finding
        names its file, and a file that cannot be read does not stop the others. Keys (`csvw:primaryKey`) are unique in all of them.

        A foreign key is `csvw:foreignKey [ csvw:columnReference ( "country" ) ; csvw:reference [ csvw:resource [ rml:path "countries.csv" ] ;
        csvw:columnReference ( "code" ) ] ]` in `csvw:tableSchema`. A row whose values are in no row of the other table, or in two, is an error.

        `tool:unpivots` makes rows of the columns of any table with a header (CSV, TSV, XLSX, Parquet, databases, logical views, several files):

        ```turtle
        rml:logicalSource [ tool:unpivots [ rml:source [ rml:path "output.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
            tool:columnPattern "^Output ([0-9]{4})$" ; tool:nameField "year" ; tool:valueField "output" ] ;
        ```

        Each row has one cell of a matching column in `output`, the part of its name that the group of the pattern matches in `year` (without a group, the whole
        name), and the other columns. Cells without a value give no row. A finding names the row and the column of the cell.

        `rml:null` leaves out values in every format but databases, which have missing values of their own.

        Files may be packed with gzip, zstd, ZIP, tar with gzip or xz; `rml:compression` or the ending says it. A file of the Web (`dcat:downloadURL`, `csvw:url`)
        has the format of its ending or, without a known one, of the media type that the server states; it is fetched only by `techrace map --web HOST`.

        ## Triples about triples

        With `graph.rdf = "1.2"` (or `--rdf 1.2`), a star map quotes the triples of another triples map, as RML-star describes. As an object it generates the
        triple term `<<( s p o )>>`; as a subject, a blank node that reifies the triple ([decision 23](decisions/0023-triples-about-triples.md)):

        ```turtle
        <#price> a rml:NonAssertedTriplesMap ; rml:logicalSource <#rows> ;
            rml:subjectMap [ rml:template "https://example.org/id/{cheese}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:price ; rml:objectMap [ rml:reference "price" ] ] .

        <#sourceOfPrice> rml:logicalSource <#rows> ;
            rml:subjectMap [ rml:quotedTriplesMap <#price> ] ;
            rml:predicateObjectMap [ rml:predicate dct:source ; rml:objectMap [ rml:reference "source" ] ] .
        ```

        The triples of an `rml:NonAssertedTriplesMap` are only quoted. Without `rml:joinCondition`, both triples maps have the same rows. `RmlStarTest` runs the cases of
        the community group, with its RDF-star as RDF 1.2: all 18 pass. `rml:language "ar--rtl"` and values of a language map may have a base direction.
        A triple term in the result of a SPARQL source is an error: select its parts with `SUBJECT`, `PREDICATE` and `OBJECT`.

        ## Mapping languages

        | Language | Read | Tested with |
        |---|---|---|
        | RML (`http://w3id.org/rml/`) | the modules above | the suites above |
        | R2RML | `rr:tableName`, `rr:sqlQuery`, `rr:sqlVersion`, `rr:column`, joins; `rr:inverseExpression` has no effect on the result; the database is that of `techrace map --database URL` | `R2rmlTest`, on PostgreSQL, and `DatabasesTest`. The W3C's suite is not part of the build: run once by hand on 26 November 2026, with its SQL in the dialect of each database, 62 of its 63 mappings gave the expected result on PostgreSQL 15 and on H2 2.3; the other one, R2RMLTC0002f, must fail and does not, because a column's name without quotes also means the one that is stored, as RMLIOREGTC0005a of the newer suite wants |
        | RML of 2014 (`http://semweb.mmlab.be/ns/rml#`, `ql:`) | files, `rml:query` and `rr:tableName` on a `d2rq:Database`, functions by `fnml:functionValue`, also with a logical source and in join conditions, targets that are VoID or DCAT data sets, constants that are texts for IRIs (as yarrrml-parser writes them, with an INFO) | our own cases `TROLD…`, `R2rmlTest`, `NotationsTest`, `YarrrmlParserOutputTest` |
        | the same with its meaning (`techrace map --rml 2014`) | numbers and truth values of JSON are plain literals, without natural datatypes; a reference that finds nothing in JSON or XML is a warning; a parent with other rows and no join condition is that of each row | `FirstRmlTest`: 108 of the 117 cases of 2022 on CSV, JSON and XML pass; `src/mapping/test/resources/suites/rml-2014.tsv` has the reason of each other one |
        | several mappings, a folder of them, a configuration of Morph-KGC (`.ini`, with `mappings` and `db_url`) | as one run: each quad once, each table read once | `SeveralMappingsTest` |
        | YARRRML (draft of 26 January 2023) | sources (files, databases, `table` and `query` of R2RML), targets (files; rows may name them, as in `access: $(country).nt`), subjects, predicates and objects, inverse predicates, datatypes, languages, links, functions, conditions, graphs, external references; not the Web of Things. Keys of our own for a source: `unpivot` (`columns`, `name`, `value`), `dialect`, `nulls`, `primaryKey`, `namespaces`, `compression` | `NotationsTest` |
        | JSON-LD | RML whose `@context` is in the file | `NotationsTest` |
        | CSVW metadata (`…-metadata.json`) | tables with their schema and dialect in the same file; the triples are those of the minimal mode; `default`, URI templates other than `{column}`, `{+column}`, `{#column}` are errors; primary and foreign keys are checked, other rules that only validate are not | `NotationsTest` |
        | CSVW (`techrace csvw`) | tables and metadata in the standard and the minimal mode, and validation (`--validate`) | `CsvwSuiteTest`: the W3C suite, csv2rdf 269 of 270, validation 280 of 282; `src/mapping/test/resources/suites/csvw.tsv` has the reason of each other case |

        `techrace convert` writes a mapping in any of them as RML in Turtle, as YARRRML or as JSON-LD. What YARRRML does not have, such as views,
        collections and `rml:root`, is an error; the keys of our own express the rest, so that nothing is lost on the way to YARRRML and back.

        A name of a table or column without quotes is an SQL identifier: it also means the one in the case that the database stores. The
        JDBC drivers in the jars of `--plugins DIR` are used for the URLs that they accept; they run with all rights of the process.

        With `tool:pathTemplate "of-{country}.nt"` in place of `rml:path`, each row gives the file of a target its name, of at most 500 in a run; a value
        that cannot be in a name is an error in the row.

        The file of a logical target replaces only a file that an earlier run of the same user wrote as a target and nobody has changed since. These
        files are listed in `.techrace-targets` next to them, with codes that need the user's key (`targets.key` in the cache folder); any other file of
        the name is an error.

        ## The tests of other engines

        `PeersTest`, one of the long tests, runs every mapping that other engines have among the files of their tests, whether a test uses it or not.
        It fails if a mapping is refused, or has another result, without a reason in `src/mapping/test/resources/suites/peers.txt`, if one that is listed there
        passes, or if a row below is not what it counts. `src/testkit/fetch-suites` fetches the files:

        | Engine | Mappings | Same result | the same with `--rml 2014` | Read; no result or server is there | Error, where no result is expected | Another result | Refused |
        |---|--:|--:|--:|--:|--:|--:|--:|
        | yarrrml-parser 8bb03b4 (its YARRRML, and the RML that it makes of it) | 296 | 0 | 0 | 210 | 0 | 0 | 86 |
        | RMLMapper 4b2d804 | 928 | 261 | 52 | 318 | 55 | 17 | 225 |
        | Morph-KGC a2122e8 | 394 | 129 | 9 | 38 | 33 | 17 | 168 |
        | CARML f58ee44 | 446 | 128 | 0 | 190 | 18 | 3 | 107 |

        What is refused needs a network (SPARQL endpoints, Web of Things, targets that are servers), is passed in the memory of a program, is an extension
        (LDES, targets that other triples describe, OpenDocument, Feather, Stata, functions of an engine), or is meant to fail in its test. In old mappings, these are accepted
        with an INFO: prefixes of RDFa without a declaration, XPath prefixes of the file's root element, a table name beside a query, the SQL versions of
        products, and constants that are texts for IRIs.

        ## The Knowledge Graph Construction Challenge 2026

        `src/bench/run challenge CHALLENGE 30 SUITE…` runs the mappings of the challenge on its data, and compares them with its expected graphs. Of the 26 mappings of track 2 that make lists, all give the
        expected graph. Track 3 has data and expected graphs, but no mappings. For its notices of TED, the official mapping suites of the EU's publications
        office run with `--rml 2014`, and the suites have the graphs of 906 notices:

        | Suites of TED (2004fef and 8801488 of October 2024) | Graphs compared | Same triples | Triples expected | of these made | Others made |
        |---|--:|--:|--:|--:|--:|
        | form F03 | 4 | 4 | 724 | 724 | 0 |
        | form F06 | 5 | 5 | 1,639 | 1,639 | 0 |
        | form F13 | 3 | 3 | 511 | 511 | 0 |
        | form F20 | 2 | 2 | 377 | 377 | 0 |
        | form F21 | 5 | 4 | 2,628 | 2,628 | 3 |
        | form F22 | 4 | 3 | 588 | 588 | 12 |
        | form F23 | 4 | 4 | 576 | 576 | 0 |
        | form F25 | 3 | 3 | 404 | 404 | 0 |
        | contract notices, eForms SDK 1.10 | 1 | 1 | 1,018 | 1,018 | 0 |
        | contract award notices, eForms SDK 1.10 | 1 | 0 | 758 | 758 | 3 |
        | **all** | 32 | 29 | 9,223 | 9,223 | 18 |

        The digests in identifiers come from a service of the Web there; here they are the paths of the elements, and identifiers are compared without them. Numbers
        are compared by their values, and texts without their indentation. `Challenge.java` prepares the mappings: it joins files that share a triples map, leaves out maps without rows, replaces the lookup function and corrects three mistakes. The
        other triples are codes of areas that the table of the suite has and its graph does not, and things of a notice without a number. Not
        run: the archive's JSON of track 3, for which no mapping is published; the identifiers in its expected graphs are hashes of texts that were made
        anonymous afterwards.

        ## Functions

        `techrace functions` lists the functions of `https://w3id.org/techrace/tool/function#`, each with an example that `FunctionLibraryTest`
        runs. Functions of GREL, IDLab and Morph-KGC that mean the same, or that the suites use, are known by their IRIs, too.

        A function that cannot read its argument reports file, line, column, value and what it expected, and the run ends with exit code 1
        ([curate.md](curate.md#mappings)). `fn:lookup` maps values through a table of the project; values that it does not find are errors, with
        the number of rows. A function with several results, such as `fn:split`, gives a term for each, as a subject, an object, or a key of a join.
        `fn:link` finds the entity that a text names; `fn:convertUnit` and `fn:quantityIn` convert units. A project adds functions in SPARQL and in
        Java ([curate.md](curate.md#functions-of-your-own)); a call of one in SPARQL takes about 0.1 ms.

        ## Cases with a note

        """);
    Map<String, Set<String>> byReason = new LinkedHashMap<>();
    notes.forEach(
        (id, note) ->
            byReason
                .computeIfAbsent(
                    note.kind().name().toLowerCase(Locale.ROOT) + ": " + note.reason(),
                    _ -> new TreeSet<>())
                .add(id));
    byReason.forEach(
        (reason, ids) -> page.append("- **%s** (%s)%n".formatted(reason, String.join(", ", ids))));
    return page.toString();
  }
}
