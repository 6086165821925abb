package org.techrace.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.cli.Main;

/// Mappings in YARRRML, JSON-LD and CSVW metadata give the expected quads, and each conversion
/// gives the same quads as its original.
final class NotationsTest {
  private static final String PEOPLE =
      """
      prefixes:
        ex: http://example.org/
      external:
        origin: register
      sources:
        people: ['people.csv~csv']
        firms:
          access: firms.json
          referenceFormulation: jsonpath
          iterator: "$.firms[*]"
      mappings:
        person:
          sources: people
          s: ex:person/$(id)
          graphs: ex:people
          po:
            - [a, schema:Person]
            - [schema:name, $(name), en~lang]
            - [[ex:age, ex:years], $(age), xsd:integer]
            - [ex:page, $(page)~iri]
            - [ex:source, $(_origin)]
            - [ex:note, 'id: $(id)']
            - p: ex:upper
              o:
                - function: grel:toUpperCase(valueParameter = $(name))
              condition:
                function: idlab-fn:equal
                parameters:
                  - [grel:valueParameter, $(id)]
                  - [grel:valueParameter2, "1"]
            - p: ex:worksFor
              o:
                - mapping: firm
                  condition:
                    function: equal
                    parameters:
                      - [str1, $(firm), s]
                      - [str2, $(code), o]
        firm:
          sources: firms
          s: ex:firm/$(code)
          po:
            - p: rdfs:label
              o: {value: $(title), language: $(lang)}
      """;

  private static final String[] QUADS = {
    "<http://example.org/firm/a> <http://www.w3.org/2000/01/rdf-schema#label> \"Alpha\"@de .",
    "<http://example.org/person/1> <http://example.org/age>"
        + " \"30\"^^<http://www.w3.org/2001/XMLSchema#integer> <http://example.org/people> .",
    "<http://example.org/person/1> <http://example.org/note> \"id: 1\" <http://example.org/people>"
        + " .",
    "<http://example.org/person/1> <http://example.org/page> <http://example.org/p1>"
        + " <http://example.org/people> .",
    "<http://example.org/person/1> <http://example.org/source> \"register\""
        + " <http://example.org/people> .",
    "<http://example.org/person/1> <http://example.org/upper> \"ANN\" <http://example.org/people>"
        + " .",
    "<http://example.org/person/1> <http://example.org/worksFor> <http://example.org/firm/a>"
        + " <http://example.org/people> .",
    "<http://example.org/person/1> <http://example.org/years>"
        + " \"30\"^^<http://www.w3.org/2001/XMLSchema#integer> <http://example.org/people> .",
    "<http://example.org/person/1> <http://schema.org/name> \"Ann\"@en <http://example.org/people>"
        + " .",
    "<http://example.org/person/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        + " <http://schema.org/Person> <http://example.org/people> .",
    "<http://example.org/person/2> <http://example.org/note> \"id: 2\" <http://example.org/people>"
        + " .",
    "<http://example.org/person/2> <http://example.org/source> \"register\""
        + " <http://example.org/people> .",
    "<http://example.org/person/2> <http://schema.org/name> \"Bob\"@en <http://example.org/people>"
        + " .",
    "<http://example.org/person/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        + " <http://schema.org/Person> <http://example.org/people> ."
  };

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeTables() throws IOException {
    write("people.csv", "id,name,age,page,firm\n1,Ann,30,http://example.org/p1,a\n2,Bob,,,\n");
    write("firms.json", "{\"firms\": [{\"code\": \"a\", \"title\": \"Alpha\", \"lang\": \"de\"}]}");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String run(int code, String... command) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    assertThat(Main.run(command, out, out)).as(text.toString()).isEqualTo(code);
    return text.toString();
  }

  private List<String> map(String mapping) throws IOException {
    Path output = folder.resolve("o.nq");
    run(0, "map", folder.resolve(mapping).toString(), "-o", output.toString());
    try (Stream<String> lines = Files.lines(output)) {
      return lines.sorted().toList();
    }
  }

  private void convert(String from, String to) {
    run(0, "convert", folder.resolve(from).toString(), "-o", folder.resolve(to).toString());
  }

  /// A document with a null in each place where a value may be missing, as `@`.
  private static final String WITH_NULLS =
      """
      base: @
      prefixes:
        ex: http://example.org/
        none: @
      external: {no: @, yes: there}
      targets: @
      sources:
        people: {access: people.csv, referenceFormulation: csv, iterator: @, delimiter: @, encoding: @,
                 compression: @, nulls: @, primaryKey: @, dialect: {skipRows: @}, unpivot: @}
        firms: {access: firms.json, referenceFormulation: jsonpath, iterator: '$.firms[*]', namespaces: @}
      mappings:
        person:
          sources: [people, @]
          s: {value: ex:person/$(id), targets: @, condition: @, type: @}
          graphs: @
          condition: @
          po:
            - [ex:name, $(name), @]
            - [ex:page, [[$(page), @]]]
            - p: [ex:age, @]
              o:
                - {value: $(age), datatype: @, language: @, type: @, targets: @}
                - {value: $(firm), datatype: xsd:string, language: @}
              graphs: [@]
              condition: @
            - p: ex:upper
              o: {function: grel:toUpperCase, parameters: [[grel:valueParam, $(name)], @], datatype: @}
            - p: ex:tilde
              o: ["~", 'null', $(_yes), $(name)~iri]
        anonymous:
          sources: [['people.csv~csv', @]]
          s: @
          po: [[ex:id, $(id)]]
      """;

  /// The same document without these places.
  private static final String WITHOUT_NULLS =
      """
      prefixes:
        ex: http://example.org/
      external: {yes: there}
      sources:
        people: {access: people.csv, referenceFormulation: csv}
        firms: {access: firms.json, referenceFormulation: jsonpath, iterator: '$.firms[*]'}
      mappings:
        person:
          sources: [people]
          s: {value: ex:person/$(id)}
          po:
            - [ex:name, $(name)]
            - [ex:page, [[$(page)]]]
            - p: [ex:age]
              o:
                - {value: $(age)}
                - {value: $(firm), datatype: xsd:string}
            - p: ex:upper
              o: {function: grel:toUpperCase, parameters: [[grel:valueParam, $(name)]]}
            - p: ex:tilde
              o: ["~", 'null', $(_yes), $(name)~iri]
        anonymous:
          sources: [['people.csv~csv']]
          po: [[ex:id, $(id)]]
      """;

  /// The forms of null in YAML 1.1 and 1.2. Nothing is null only before a comma or the end of a
  /// line.
  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "Null", "NULL", "!!null ''"})
  void aNullInYarrrmlIsNoValue(String form) throws IOException {
    write("without.yml", WITHOUT_NULLS);
    write("with.yml", WITH_NULLS.replace("@", form));
    convert("without.yml", "without.ttl");
    convert("with.yml", "with.ttl");
    assertThat(folder.resolve("with.ttl"))
        .hasSameTextualContentAs(folder.resolve("without.ttl"))
        .content()
        .contains("rml:object \"~\"", "\"null\"", "\"there\"");
    write("with.yml", WITH_NULLS.replaceAll(": @(?=[,}\n])", ":").replace("@", form));
    convert("with.yml", "nothing.ttl");
    assertThat(folder.resolve("nothing.ttl"))
        .hasSameTextualContentAs(folder.resolve("without.ttl"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          s: ex:$(id)      | po: [[ex:p, ~]]                                                    | the object is null; expected a value
          s: ex:$(id)      | po: [[~, $(id)]]                                                   | the predicate is null; expected an IRI
          s: ex:$(id)      | po: [{p: ~, o: $(id)}]                                             | expected a predicate and an object
          s: ex:$(id)      | po: [{p: ex:p, o: ~}]                                              | expected a predicate and an object
          s: ex:$(id)      | po: [{p: ex:p, o: {value: ~}}]                                     | the object has no value
          s: ex:$(id)      | po: [{p: ex:p, o: {function: ex:f, parameters: [[ex:a, ~]]}}]      | the parameter is not complete
          s: ex:$(id)      | po: [{p: ex:p, o: {function: ex:f, parameters: [{pm: ex:a, v: ~}]}}] | the parameter is not complete
          s: none:$(id)    | po: [[ex:p, $(id)]]                                                | 'none' of 'none:' is neither a prefix
          """)
  void aNullInYarrrmlThatIsNeededIsReported(String subject, String objects, String message)
      throws IOException {
    Path file =
        write(
            "null.yml",
            "prefixes: {ex: 'http://example.org/', none: ~}\nmappings:\n  m:\n    sources:"
                + " [['people.csv~csv']]\n    %s\n    %s\n".formatted(subject, objects));
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Main.run(
        new String[] {"map", file.toString(), "-o", folder.resolve("o.nq").toString()}, out, out);
    assertThat(text.toString()).contains(message);
  }

  @Test
  void runsYarrrmlAndConvertsItToAndFro() throws IOException {
    write("people.yml", PEOPLE);
    assertThat(map("people.yml")).containsExactly(QUADS);
    convert("people.yml", "people.ttl");
    assertThat(map("people.ttl")).containsExactly(QUADS);
    convert("people.ttl", "again.yaml");
    assertThat(map("again.yaml")).containsExactly(QUADS);
    convert("people.ttl", "people.jsonld");
    assertThat(map("people.jsonld")).containsExactly(QUADS);
    convert("people.jsonld", "third.ttl");
    assertThat(map("third.ttl")).containsExactly(QUADS);
    assertThat(run(2, "convert", folder.resolve("people.yml").toString()))
        .contains("people.ttl already exists; move it away first");
  }

  /// yarrrml-parser has both in its tests: an opening bracket without a backslash, and the datatype
  /// of texts with a language next to the language.
  @Test
  void readsBracketsInReferencesAndTheDatatypeOfLanguages() throws IOException {
    write("odd.csv", "(code),name\n7,Ann\n");
    write(
        "odd.yml",
        """
        prefixes: {ex: http://example.org/}
        mappings:
          person:
            sources: [['odd.csv~csv']]
            s: ex:$((code\\))
            po:
              - {p: ex:code, o: '$(\\(code\\))'}
              - {p: ex:name, o: {value: $(name), language: en, datatype: rdf:langString}}
        """);
    assertThat(map("odd.yml"))
        .containsExactly(
            "<http://example.org/7> <http://example.org/code> \"7\" .",
            "<http://example.org/7> <http://example.org/name> \"Ann\"@en .");
    Path file = folder.resolve("odd.yml");
    Files.writeString(file, Files.readString(file).replace("rdf:langString", "xsd:string"));
    assertThat(run(1, "map", file.toString()))
        .contains("odd.yml:8", "the object has a datatype and a language; expected one of them");
  }

  /// An inverse predicate leads from the object to the subject, over a link, too, and in the graphs
  /// of the mapping. A row without the object, or without a row to link to, has none.
  @Test
  void inversePredicatesLeadFromTheObjectToTheSubject() throws IOException {
    write(
        "inverse.yml",
        """
        prefixes: {ex: http://example.org/}
        mappings:
          person:
            sources: [['people.csv~csv']]
            s: ex:$(id)
            graphs: ex:people
            po:
              - {p: ex:home, iv: [ex:homeOf, ex:about], o: {value: $(page), type: iri}}
              - {inversepredicates: ex:number, o: 'ex:age-$(age)~iri', graphs: ex:ages}
              - p: ex:worksFor
                i: ex:employs
                o:
                  mapping: firm
                  condition: {function: equal, parameters: [[str1, $(firm)], [str2, $(code)]]}
          firm:
            sources: [['firms.json~jsonpath', '$.firms[*]']]
            s: ex:firm-$(code)
        """);
    List<String> quads =
        Stream.of(
                "firm-a employs 1 people",
                "p1 about 1 people",
                "p1 homeOf 1 people",
                "1 home p1 people",
                "1 worksFor firm-a people",
                "age-30 number 1 people",
                "age-30 number 1 ages")
            .map(quad -> quad.replaceAll("(\\S+)", "<http://example.org/$1>") + " .")
            .sorted()
            .toList();
    assertThat(map("inverse.yml")).isEqualTo(quads);
    convert("inverse.yml", "inverse.ttl");
    convert("inverse.ttl", "inverse-again.yml");
    assertThat(map("inverse-again.yml")).isEqualTo(quads);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ex:$(id) | ex:$(age)                          | is a literal, which cannot be a subject
          ex:$(id) | {value: 'ex:$(age)', language: en} | is a literal, which cannot be a subject
          ex:$(id) | {type: blank}                      | the object of an inverse predicate has no value
          ~        | ex:$(age)~iri                      | points to the subject; add a value to the subject
          """)
  void anInversePredicateNeedsNodes(String subject, String object, String message)
      throws IOException {
    Path file =
        write(
            "inverse.yml",
            """
            prefixes: {ex: http://example.org/}
            mappings:
              person: {sources: [['people.csv~csv']], s: %s, po: [{iv: ex:of, o: %s}]}
            """
                .formatted(subject, object.startsWith("{") ? object : "'" + object + "'"));
    assertThat(run(1, "map", file.toString())).contains("inverse.yml:3:", message);
  }

  /// A target of YARRRML is named by its key or by its `id`, and rows may give the file its name.
  @Test
  void writesTargetsThatRowsName() throws IOException {
    write(
        "mapping.yml",
        """
        prefixes: {ex: http://example.org/}
        external: {part: of}
        sources:
          people: ['people.csv~csv']
        targets:
          each: {source: people, id: each_$(id), access: $(_part)-$(name).nt, type: void, serialization: ntriples}
        mappings:
          person:
            sources: people
            s: {value: ex:person/$(id), targets: [each]}
            po:
              - p: ex:name
                o: {value: $(name), targets: [['all.nt~void', ntriples]]}
          other:
            sources: people
            s: {value: ex:other/$(id), targets: ['each_$(id)']}
            po: [[ex:name, $(name)]]
        """);
    assertThat(map("mapping.yml")).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("of-Ann.nt")))
        .containsExactlyInAnyOrder(
            "<http://example.org/person/1> <http://example.org/name> \"Ann\" .",
            "<http://example.org/other/1> <http://example.org/name> \"Ann\" .");
    assertThat(Files.readAllLines(folder.resolve("of-Bob.nt"))).hasSize(2);
    assertThat(Files.readAllLines(folder.resolve("all.nt"))).hasSize(2);
    String same =
        run(
            1,
            "map",
            folder.resolve("mapping.yml").toString(),
            "-o",
            folder.resolve("of-Ann.nt").toString());
    assertThat(same).contains("this target writes to");
  }

  @Test
  void convertsR2rmlToRml() throws IOException {
    write(
        "old.ttl",
        """
        @prefix rr: <http://www.w3.org/ns/r2rml#> .
        @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
        @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
        @prefix ex: <http://example.org/> .
        <#person> rml:logicalSource [ rml:source "people.csv" ; rml:referenceFormulation ql:CSV ] ;
          rr:subjectMap [ rr:template "http://example.org/{id}" ; rr:class ex:Person ] ;
          rr:predicateObjectMap [ rr:predicate ex:age ; rr:objectMap [ rml:reference "age" ] ] .
        """);
    List<String> quads = map("old.ttl");
    assertThat(quads).hasSize(3);
    convert("old.ttl", "new.ttl");
    assertThat(folder.resolve("new.ttl"))
        .content()
        .contains("@prefix rml: <http://w3id.org/rml/>")
        .doesNotContain("r2rml");
    assertThat(map("new.ttl")).isEqualTo(quads);
  }

  @Test
  void reportsMistakesWithTheirLine() throws IOException {
    Path file =
        write(
            "wrong.yml",
            """
            sources:
              people: ['people.csv~csv']
            mappings:
              person:
                sources: peopel
                s: http://example.org/$(id)
                pos:
                  - [foaf:name, $(name)]
            """);
    assertThat(run(1, "map", file.toString()))
        .contains("wrong.yml:5:14")
        .contains("there is no source 'peopel'; did you mean 'people'?")
        .contains("wrong.yml:7:5")
        .contains("the key 'pos' is not supported in a mapping; did you mean 'po'?");
    write("wrong.yml", PEOPLE.replace("$(age), xsd:integer", "$(alter), xsd:integer"));
    assertThat(run(1, "map", file.toString())).contains("wrong.yml:19").contains("'alter'");
    write("wrong.yml", PEOPLE.replace("- [ex:page", "- [exx:page"));
    assertThat(run(0, "map", file.toString()))
        .contains("WARN", "wrong.yml:20:10", "'exx' of 'exx:page' is neither a prefix");
    write("wrong.yml", PEOPLE.replace("'id: $(id)'", "'id: $(id'"));
    assertThat(run(1, "map", file.toString()))
        .contains("the reference in 'id: $(id' is not closed");
    write(
        "wrong.yml", PEOPLE.replace("    graphs: ex:people\n", "    g: ex:a\n    graphs: ex:b\n"));
    assertThat(run(1, "map", file.toString()))
        .contains("the keys 'g' and 'graphs' of one map mean the same; join their values");
    write("wrong.yml", PEOPLE.replace("  firm:\n", "  person:\n"));
    assertThat(run(1, "map", file.toString()))
        .contains("the key 'person' occurs twice in one map")
        .doesNotContain("mean the same");
    write("wrong.yml", PEOPLE.replace("  firm:\n", "  firm:\n    po: []\n"));
    assertThat(run(1, "map", file.toString()))
        .contains("the key 'po' occurs twice in one map")
        .doesNotContain("mean the same");
    write("wrong.yml", PEOPLE.replace("[ex:page, ", "[ex:none, null]\n      - [ex:page, "));
    assertThat(run(1, "map", file.toString()))
        .contains("the object is null; expected a value: quote it if it is a text, or remove it");
    write("wrong.yml", "mappings: [");
    assertThat(run(1, "map", file.toString())).contains("this is not YAML");
    write("wrong.yml", "mappings:\n  one:\n    s: ex:a\n   po: []\n");
    assertThat(run(1, "map", file.toString()))
        .contains("wrong.yml:4", "begin in one column, as line 2 does in column 3");
    write(
        "wrong.yml", "a: &a [*a]\nmappings: {x: {s: &f {function: ex:f, parameters: [[p, *f]]}}}");
    assertThat(run(1, "map", file.toString()))
        .contains("wrong.yml:1:1")
        .contains("nested too deeply, or an alias refers to itself");
    write("wrong.yml", "mappings: " + "[".repeat(150) + "]".repeat(150));
    assertThat(run(1, "map", file.toString()))
        .contains("nested too deeply")
        .contains("at most 100 levels");
  }

  @Test
  void refusesWhatYarrrmlCannotExpress() throws IOException {
    Path file =
        write(
            "list.ttl",
            """
            @prefix rml: <http://w3id.org/rml/> .
            @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
            @prefix ex: <http://example.org/> .
            <#p> rml:logicalSource [ rml:source [ rml:path "people.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:l ;
                rml:objectMap [ rml:gather ( [ rml:reference "name" ] ) ; rml:gatherAs rdf:List ] ] .
            """);
    assertThat(run(1, "convert", file.toString())).contains("YARRRML has no collections");
    assertThat(folder.resolve("list.yml")).doesNotExist();
  }

  @Test
  void relativeNamesSurviveJsonLd() throws IOException {
    write("names.csv", "id\n1\n");
    write(
        "names.ttl",
        """
        @prefix rml: <http://w3id.org/rml/> .
        <#names> rml:logicalSource [ rml:source [ rml:path "names.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class <http://example.org/Name> ] .
        """);
    convert("names.ttl", "names.jsonld");
    assertThat(folder.resolve("names.jsonld")).content().contains("#names").doesNotContain("file:");
    assertThat(map("names.jsonld")).isEqualTo(map("names.ttl")).hasSize(1);
  }

  @Test
  void checksTheForeignKeysOfCsvwMetadata() throws IOException {
    write("countries.csv", "Code,Name\nde,Germany\nfr,France\nfr,France again\n");
    write("cities.csv", "City;Country\nBerlin;de\nNowhere;xx\nNo country;\nLyon;fr\n");
    String metadata =
        """
        {
          "@context": "http://www.w3.org/ns/csvw",
          "tables": [
            {"url": "cities.csv", "dialect": {"delimiter": ";"}, "tableSchema": {
              "aboutUrl": "http://example.org/{city}",
              "columns": [
                {"name": "city", "titles": "City", "propertyUrl": "http://example.org/name"},
                {"name": "country", "titles": "Country", "propertyUrl": "http://example.org/in"}],
              "foreignKeys": [
                {"columnReference": "country",
                 "reference": {"resource": "countries.csv", "columnReference": "code"}}]}},
            {"url": "countries.csv", "suppressOutput": true, "tableSchema": {
              "columns": [{"name": "code", "titles": "Code"}, {"name": "name", "titles": "Name"}]}}
          ]
        }
        """;
    write("cities.csv-metadata.json", metadata);
    String file = folder.resolve("cities.csv-metadata.json").toString();
    assertThat(run(1, "map", file))
        .contains(
            "cities.csv:3] Country: 'xx' is no row of "
                + folder.resolve("countries.csv")
                + ", which has 3 rows with the key Code; correct it, or add the row")
        .contains("cities.csv:5] Country: 'fr' is in lines 3 and 4 of ")
        .doesNotContain("cities.csv:2]")
        .doesNotContain("cities.csv:4]");
    String turtle = folder.resolve("there.ttl").toString();
    assertThat(run(0, "convert", file, "-o", turtle)).isNotNull();
    assertThat(run(1, "map", turtle)).contains("is no row of").contains("is in lines 3 and 4");
    assertThat(run(1, "convert", file, "-o", folder.resolve("there.yml").toString()))
        .contains("YARRRML has no foreign keys");
    write(
        "cities.csv-metadata.json",
        metadata.replace("\"countries.csv\", \"col", "\"no.csv\", \"col"));
    assertThat(run(1, "map", file))
        .contains("refers to 'no.csv', which is not a table of this metadata");
    write("countries.csv", "Code,Name\nde,Germany\nfr,France\n");
    write("cities.csv", "City;Country\nBerlin;de\nLyon;fr\n");
    write("cities.csv-metadata.json", metadata);
    assertThat(map("cities.csv-metadata.json")).hasSize(4);
  }

  @Test
  void checksSeveralForeignKeysOfOneTable() throws IOException {
    write("countries.csv", "code\nde\nfr\n");
    write("cities.csv", "country,name\nde,Bonn\nfr,Lyon\n");
    write("offices.csv", "id,city,country\n1,Bonn,de\n2,Bonn,fr\n3,Lyon,xx\n4,,\n");
    write(
        "offices.csv-metadata.json",
        """
        {
          "@context": "http://www.w3.org/ns/csvw",
          "tables": [
            {"url": "offices.csv", "tableSchema": {
              "aboutUrl": "http://example.org/{id}",
              "columns": [{"titles": "id"}, {"titles": "city"}, {"titles": "country"}],
              "foreignKeys": [
                {"columnReference": "country",
                 "reference": {"resource": "countries.csv", "columnReference": "code"}},
                {"columnReference": ["country", "city"],
                 "reference": {"resource": "cities.csv", "columnReference": ["country", "name"]}}]}},
            {"url": "countries.csv", "suppressOutput": true, "tableSchema": {"columns": [{"titles": "code"}]}},
            {"url": "cities.csv", "suppressOutput": true, "tableSchema": {
              "columns": [{"titles": "country"}, {"titles": "name"}]}}
          ]
        }
        """);
    String file = folder.resolve("offices.csv-metadata.json").toString();
    assertThat(run(1, "map", file))
        .doesNotContain("offices.csv:2]")
        .contains("offices.csv:3] country, city: 'fr, Bonn' is no row of ")
        .contains("offices.csv:4] country: 'xx' is no row of ")
        .contains("offices.csv:4] country, city: 'xx, Lyon' is no row of ")
        .doesNotContain("offices.csv:3] country: ")
        .doesNotContain("offices.csv:5]");
  }

  @Test
  void readsCsvwMetadata() throws IOException {
    write(
        "tree.csv", "GID;On Street;Trim;Kinds;Count\n1;ADDISON AV;10/18/2010;a|b;1.000,5\n2;;;;\n");
    write(
        "tree.csv-metadata.json",
        """
        {
          "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
          "url": "tree.csv",
          "dialect": {"delimiter": ";"},
          "tableSchema": {
            "aboutUrl": "http://example.org/tree-{gid}",
            "primaryKey": "gid",
            "columns": [
              {"name": "gid", "titles": ["GID", "id"], "datatype": "string", "propertyUrl": "dc:identifier"},
              {"name": "street", "titles": "On Street", "lang": "en", "propertyUrl": "http://example.org/{_name}"},
              {"titles": "Trim", "propertyUrl": "http://example.org/trim", "datatype": {"base": "date", "format": "M/d/yyyy"}},
              {"titles": "Kinds", "propertyUrl": "http://example.org/kind", "separator": "|"},
              {"titles": "Count", "propertyUrl": "http://example.org/count",
                "datatype": {"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}}},
              {"name": "type", "virtual": true, "propertyUrl": "rdf:type", "valueUrl": "schema:Thing"}
            ]
          }
        }
        """);
    assertThat(map("tree.csv-metadata.json"))
        .containsExactly(
            "<http://example.org/tree-1> <http://example.org/count>"
                + " \"1000.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
            "<http://example.org/tree-1> <http://example.org/kind> \"a\" .",
            "<http://example.org/tree-1> <http://example.org/kind> \"b\" .",
            "<http://example.org/tree-1> <http://example.org/street> \"ADDISON AV\"@en .",
            "<http://example.org/tree-1> <http://example.org/trim>"
                + " \"2010-10-18\"^^<http://www.w3.org/2001/XMLSchema#date> .",
            "<http://example.org/tree-1> <http://purl.org/dc/terms/identifier> \"1\" .",
            "<http://example.org/tree-1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                + " <http://schema.org/Thing> .",
            "<http://example.org/tree-2> <http://purl.org/dc/terms/identifier> \"2\" .",
            "<http://example.org/tree-2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                + " <http://schema.org/Thing> .");
  }

  /// Tests that a mapping and its quads are the same after a conversion to YARRRML and back.
  private void writeCsvw(String template, String more) throws IOException {
    write("t.csv", "link,part\nhttp://example.org/a?b,p q\n");
    write(
        "t.csv-metadata.json",
        """
        {"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": {"aboutUrl": "%s", "columns": [
          {"titles": "link", "suppressOutput": true},
          {"titles": "part", "propertyUrl": "http://example.org/part"%s}]}}
        """
            .formatted(template, more));
  }

  @ParameterizedTest
  @CsvSource({
    "{+link}, http://example.org/a?b",
    "http://example.org/x{#part}, http://example.org/x#p%20q",
    "http://example.org/{part}, http://example.org/p%20q"
  })
  void readsTheTemplatesOfCsvwMetadata(String template, String iri) throws IOException {
    writeCsvw(template, "");
    assertThat(map("t.csv-metadata.json"))
        .containsExactly("<%s> <http://example.org/part> \"p q\" .".formatted(iri));
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/{?part}, '', 'has the expression {?part}, which is not supported'",
    "{+link}, ', \"default\": \"x\"', 'has a default, which a mapping cannot express'",
    "{+link}, ', \"ordered\": true, \"separator\": \" \"', 'are ordered, which a mapping cannot"
        + " express'"
  })
  void refusesWhatAMappingCannotExpressOfCsvwMetadata(String template, String more, String error)
      throws IOException {
    writeCsvw(template, more);
    assertThat(run(1, "map", folder.resolve("t.csv-metadata.json").toString())).contains(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"decimal | 0%", "time | HH:mm", "boolean | Y"})
  void refusesFormatsOfCsvwMetadataThatAMappingCannotExpress(String base, String format)
      throws IOException {
    writeCsvw(
        "{+link}",
        ", \"datatype\": {\"base\": \"%s\", \"format\": \"%s\"}".formatted(base, format));
    assertThat(run(1, "map", folder.resolve("t.csv-metadata.json").toString()))
        .contains(
            "the format '%s' of the column 'part' cannot be expressed in a mapping; use techrace csvw"
                .formatted(format));
  }

  @Test
  void readsTheFormatsOfCsvwMetadataAsTheyAre() throws IOException {
    write("t.csv", "id,is,at,list\n1,Y,31/12/2025 10:30, q ; r\n2,true,,\n");
    write(
        "t.csv-metadata.json",
        """
        {"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": {"aboutUrl": "http://e/{id}", "columns": [
          {"titles": "id", "suppressOutput": true},
          {"titles": "is", "propertyUrl": "http://e/is", "datatype": {"base": "boolean", "format": "Y|N"}},
          {"titles": "at", "propertyUrl": "http://e/at", "datatype": {"base": "datetime", "format": "dd/MM/yyyy HH:mm"}},
          {"titles": "list", "propertyUrl": "http://e/list", "separator": ";"}]}}
        """);
    assertThat(run(1, "map", folder.resolve("t.csv-metadata.json").toString()))
        .contains("t.csv:3", "'true' is not in the table; expected 'Y' or 'N'");
    write("t.csv", "id,is,at,list\n1,Y,31/12/2025 10:30, q ; r\n");
    assertThat(map("t.csv-metadata.json"))
        .containsExactlyInAnyOrder(
            "<http://e/1> <http://e/is> \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> .",
            "<http://e/1> <http://e/at>"
                + " \"2025-12-31T10:30:00\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .",
            "<http://e/1> <http://e/list> \" q \" .",
            "<http://e/1> <http://e/list> \" r\" .");
  }

  private void assertSurvivesYarrrml(String mapping) throws IOException {
    List<String> quads = map(mapping);
    assertThat(quads).isNotEmpty();
    Files.deleteIfExists(folder.resolve("there.yml"));
    Files.deleteIfExists(folder.resolve("back.ttl"));
    convert(mapping, "there.yml");
    assertThat(map("there.yml")).isEqualTo(quads);
    convert("there.yml", "back.ttl");
    assertThat(map("back.ttl")).isEqualTo(quads);
    Files.delete(folder.resolve("there.yml"));
    convert("back.ttl", "there.yml");
    assertThat(map("there.yml")).isEqualTo(quads);
  }

  @Test
  void keepsWhatYarrrmlLacksInKeysOfItsOwn() throws IOException {
    write(
        "years.csv",
        "a title\nArea|Output 2019|Output 2020\n'x'|1|..\n'y'|NA|3\na note\nanother\n");
    write("colours.csv", "code,iri\nx,http://example.org/red\ny,http://example.org/blue\n");
    write(
        "years.ttl",
        """
        @prefix rml: <http://w3id.org/rml/> .
        @prefix csvw: <http://www.w3.org/ns/csvw#> .
        @prefix tool: <https://w3id.org/techrace/tool#> .
        @prefix fn: <https://w3id.org/techrace/tool/function#> .
        @prefix ex: <http://example.org/> .
        <#years> rml:logicalSource [ tool:columnPattern "^Output ([0-9]{4})$" ; tool:nameField "year" ; tool:valueField "output" ;
            tool:unpivots [ rml:referenceFormulation rml:CSV ; rml:source [ rml:path "years.csv" ; rml:null "NA" , ".." ;
              csvw:tableSchema [ csvw:primaryKey "Area" ] ;
              csvw:dialect [ csvw:delimiter "|" ; csvw:quoteChar "'" ; csvw:skipRows 1 ; tool:footerRows 2 ; tool:lenient true ] ] ] ] ;
          rml:subjectMap [ rml:template "http://example.org/{Area}-{year}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:colour ; rml:objectMap [ rml:termType rml:IRI ;
            rml:functionExecution [ rml:function fn:lookup ; rml:input
              [ rml:parameter fn:text ; rml:inputValueMap [ rml:reference "Area" ] ] ,
              [ rml:parameter fn:table ; rml:inputValue "colours.csv" ] ,
              [ rml:parameter fn:from ; rml:inputValue "code" ] , [ rml:parameter fn:to ; rml:inputValue "iri" ] ] ] ] ;
          rml:predicateObjectMap [ rml:predicate ex:output ; rml:objectMap [ rml:reference "output" ] ] .
        """);
    assertSurvivesYarrrml("years.ttl");
    assertThat(map("years.ttl"))
        .containsExactly(
            "<http://example.org/x-2019> <http://example.org/colour> <http://example.org/red> .",
            "<http://example.org/x-2019> <http://example.org/output> \"1\" .",
            "<http://example.org/y-2020> <http://example.org/colour> <http://example.org/blue> .",
            "<http://example.org/y-2020> <http://example.org/output> \"3\" .");
    assertThat(folder.resolve("there.yml"))
        .content()
        .contains(
            "nulls: [\"..\", NA]",
            "primaryKey: [Area]",
            "dialect: {delimiter: \"|\", quoteChar: \"'\", skipRows: 1, footerRows: 2, lenient:"
                + " true}",
            "unpivot: {columns: \"^Output ([0-9]{4})$\", name: year, value: output}");
    write(
        "wrong.yml", Files.readString(folder.resolve("there.yml")).replace("columns:", "colums:"));
    assertThat(run(1, "map", folder.resolve("wrong.yml").toString()))
        .contains("the key 'colums' is not supported in unpivot; did you mean 'columns'?");
  }

  @Test
  void keepsNamespacesFilesAndColumnsByPosition() throws IOException {
    write("a.xml", "<list xmlns='http://example.org/n'><d id='1'><l>One</l></d></list>");
    Files.createDirectories(folder.resolve("parts"));
    write("parts/p1.csv", "1,One\n");
    write("parts/p2.csv", "2,Two\n");
    write(
        "several.ttl",
        """
        @prefix rml: <http://w3id.org/rml/> .
        @prefix csvw: <http://www.w3.org/ns/csvw#> .
        @prefix ex: <http://example.org/> .
        <#xml> rml:logicalSource [ rml:source [ rml:path "a.xml" ] ; rml:iterator "/n:list/n:d" ;
            rml:referenceFormulation [ a rml:XPathReferenceFormulation ;
              rml:namespace [ rml:namespacePrefix "n" ; rml:namespaceURL "http://example.org/n" ] ] ] ;
          rml:subjectMap [ rml:template "http://example.org/{@id}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:label ; rml:objectMap [ rml:reference "n:l" ; rml:language "en" ] ] .
        <#parts> rml:logicalSource [ rml:referenceFormulation rml:CSV ;
            rml:source [ rml:path "parts/*.csv" ; csvw:dialect [ csvw:header false ] ] ] ;
          rml:subjectMap [ rml:template "http://example.org/{_file}/{_row}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:label ; rml:objectMap [ rml:reference "_col.2" ] ] .
        """);
    assertSurvivesYarrrml("several.ttl");
  }

  static List<String> messyFiles() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/cli/test/resources/messy"))) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("messyFiles")
  void keepsTheDraftMappingOf(String name) throws IOException {
    Path messy = Path.of("src/cli/test/resources/messy").resolve(name);
    try (Stream<Path> files = Files.list(messy)) {
      Path table = files.filter(f -> !f.endsWith("expected.nq")).findFirst().orElseThrow();
      Path copy = folder.resolve(table.getFileName().toString());
      Files.copy(table, copy);
      run(0, "init", copy.toString(), "--project", folder.toString());
    }
    assertSurvivesYarrrml("mapping.ttl");
  }

  @Test
  void namesWhatYarrrmlCannotExpress() throws IOException {
    String source = "rml:source [ rml:path \"people.csv\" ] ; rml:referenceFormulation rml:CSV";
    String view =
        "a rml:LogicalView ; rml:viewOn [ %s ] ; rml:field [ rml:fieldName \"id\" ; rml:reference \"id\" ]"
            .formatted(source);
    assertThat(refusal("rml:logicalSource [ %s ]".formatted(view))).contains("no logical views");
    assertThat(
            refusal(
                "rml:logicalSource [ tool:columnPattern \"n\" ; tool:unpivots [ %s ] ]"
                    .formatted(view)))
        .contains("this tool:unpivots is about a view");
    assertThat(
            refusal(
                "rml:logicalSource [ %s ]"
                    .formatted(source.replace("rml:path", "rml:root \"..\" ; rml:path"))))
        .contains("YARRRML has no rml:root");
    assertThat(
            refusal(
                "rml:logicalSource [ rml:source [ rml:path \"a.ttl\" ] ; rml:iterator \"SELECT *"
                    + " {}\" ; rml:referenceFormulation"
                    + " <http://www.w3.org/ns/formats/SPARQL_Results_CSV> ]"))
        .contains("YARRRML has no reference formulation SPARQL_Results_CSV");
    assertThat(refusal("rml:logicalSource [ %s ] ; rml:baseIRI <http://b/>".formatted(source)))
        .contains("YARRRML has no base IRI");
  }

  private String refusal(String parts) throws IOException {
    Path file =
        write(
            "refused.ttl",
            """
            @prefix rml: <http://w3id.org/rml/> .
            @prefix tool: <https://w3id.org/techrace/tool#> .
            <#p> %s ; rml:subjectMap [ rml:template "http://example.org/{id}" ] .
            """
                .formatted(parts));
    return run(1, "convert", file.toString(), "-o", folder.resolve("refused.yml").toString());
  }

  /// The property of a column without a propertyUrl is relative to its table, as the W3C has it.
  @Test
  void relativeIrisOfCsvwAreOneFindingUnlessTheyAreTheDefault() throws IOException {
    write("t.csv", "id,one,two\n1,a,b\n");
    String metadata =
        """
        { "@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": {
          "aboutUrl": "http://example.org/{id}",
          "columns": [ {"name": "id"}, {"name": "one"}, {"name": "two"} ] } }
        """;
    write("t.csv-metadata.json", metadata);
    String file = folder.resolve("t.csv-metadata.json").toString();
    String output = folder.resolve("o.nq").toString();
    assertThat(run(0, "map", file, "-o", output)).doesNotContain("WARN");
    write(
        "t.csv-metadata.json",
        metadata.replaceAll("\"(one|two)\"", "$0, \"propertyUrl\": \"p/$1\""));
    assertThat(run(0, "map", file, "-o", output))
        .containsOnlyOnce("WARN")
        .contains("the template \"p/one\" (as 1 others do) generates relative IRIs");
  }
}
