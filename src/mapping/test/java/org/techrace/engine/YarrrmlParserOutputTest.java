package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.engine.Workbench.Result;

/// Mappings in the form in which yarrrml-parser writes them run as they are.
final class YarrrmlParserOutputTest {
  private static final String PREFIXES =
      """
      @prefix rr: <http://www.w3.org/ns/r2rml#> .
      @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
      @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
      @prefix fnml: <http://semweb.mmlab.be/ns/fnml#> .
      @prefix fno: <https://w3id.org/function/ontology#> .
      @prefix idlab-fn: <https://w3id.org/imec/idlab/function#> .
      @prefix grel: <http://users.ugent.be/~bjdmeest/function/grel.ttl#> .
      @prefix rmlt: <http://semweb.mmlab.be/ns/rml-target#> .
      @prefix formats: <http://www.w3.org/ns/formats/> .
      @prefix comp: <http://semweb.mmlab.be/ns/rml-compression#> .
      @prefix void: <http://rdfs.org/ns/void#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix foaf: <http://xmlns.com/foaf/0.1/> .
      @prefix ex: <http://example.org/> .
      @prefix : <http://mapping.example.com/> .
      """;

  private static final String PERSONS =
      """
      :source_000 a rml:LogicalSource ; rdfs:label "s" ; rml:source "data.json" ; rml:iterator "$.[*]" ;
        rml:referenceFormulation ql:JSONPath .
      :map_person_000 a rr:TriplesMap ; rdfs:label "person" ; rml:logicalSource :source_000 ;
        rr:subjectMap :s_000 ; rr:predicateObjectMap :pom_000 , :pom_001 .
      :s_000 a rr:SubjectMap ; rr:template "http://example.org/{name}" .
      :pom_000 a rr:PredicateObjectMap ; rr:predicateMap :pm_000 ; rr:objectMap :om_000 .
      :pm_000 a rr:PredicateMap ; rr:constant ex:kind .
      :om_000 a rr:ObjectMap ; rr:constant "http://example.org/Person" ; rr:termType rr:IRI .
      :pom_001 a rr:PredicateObjectMap ; rr:predicateMap :pm_001 ; rr:objectMap :om_001 .
      :pm_001 a rr:PredicateMap ; rr:constant foaf:name .
      """;

  @TempDir private Path folder = Path.of("");

  private Workbench bench(String mapping) throws IOException {
    return new Workbench(folder)
        .file("data.json", "[{\"name\":\"ada\",\"boss\":\"BOB\"},{\"name\":\"bob\"}]")
        .file("mapping.ttl", PREFIXES + mapping);
  }

  @Test
  void callsFunctionsThatHaveALogicalSourceAndAreConditions() throws IOException {
    Result result =
        bench(
                PERSONS
                    + """
                    :om_001 a fnml:FunctionTermMap ; rr:termType rr:Literal ; fnml:functionValue :fn_000 .
                    :fn_000 rml:logicalSource :source_000 ; rr:predicateObjectMap :e0 , :a0 , :a1 .
                    :e0 rr:predicateMap [ rr:constant fno:executes ] ; rr:objectMap [ rr:constant "https://w3id.org/imec/idlab/function#trueCondition" ; rr:termType rr:IRI ] .
                    :a0 rr:predicateMap [ rr:constant idlab-fn:strBoolean ] ; rr:objectMap [ a rr:ObjectMap , fnml:FunctionTermMap ; fnml:functionValue :fn_001 ] .
                    :fn_001 rml:logicalSource :source_000 ; rr:predicateObjectMap :e1 , :a2 , :a3 .
                    :e1 rr:predicateMap [ rr:constant fno:executes ] ; rr:objectMap [ rr:constant "https://w3id.org/imec/idlab/function#equal" ; rr:termType rr:IRI ] .
                    :a2 rr:predicateMap [ rr:constant grel:valueParameter ] ; rr:objectMap [ rml:reference "name" ; rr:termType rr:Literal ] .
                    :a3 rr:predicateMap [ rr:constant grel:valueParameter2 ] ; rr:objectMap [ rr:constant "ada" ; rr:termType rr:Literal ] .
                    :a1 rr:predicateMap [ rr:constant idlab-fn:str ] ; rr:objectMap [ rml:reference "name" ; rr:termType rr:Literal ] .
                    """)
            .run();
    assertThat(result.findings())
        .containsExactly(
            "INFO [mapping.ttl:%d:1] the constant is a text and stands for an IRI; write <http://example.org/Person>"
                .formatted(line(":om_000 a")));
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/ada> <http://example.org/kind> <http://example.org/Person> .",
            "<http://example.org/ada> <http://xmlns.com/foaf/0.1/name> \"ada\" .",
            "<http://example.org/bob> <http://example.org/kind> <http://example.org/Person> .");
  }

  private int line(String start) throws IOException {
    return 1
        + Files.readAllLines(folder.resolve("mapping.ttl")).stream()
            .takeWhile(text -> !text.startsWith(start))
            .toList()
            .size();
  }

  @Test
  void callsFunctionsOfOthersByTheirIris() throws IOException {
    Result result =
        bench(
                PERSONS
                    + """
                    :om_001 fnml:functionValue [
                      rr:predicateObjectMap [ rr:predicate fno:executes ; rr:object grel:controls_if ] ;
                      rr:predicateObjectMap [ rr:predicate grel:bool_b ; rr:objectMap [ fnml:functionValue [
                        rr:predicateObjectMap [ rr:predicate fno:executes ; rr:object grel:string_contains ] ;
                        rr:predicateObjectMap [ rr:predicate grel:valueParameter ; rr:objectMap [ rml:reference "name" ] ] ;
                        rr:predicateObjectMap [ rr:predicate grel:string_sub ; rr:object "d" ] ] ] ] ;
                      rr:predicateObjectMap [ rr:predicate grel:any_true ; rr:objectMap [ fnml:functionValue [
                        rr:predicateObjectMap [ rr:predicate fno:executes ; rr:object grel:string_md5 ] ;
                        rr:predicateObjectMap [ rr:predicate grel:valueParameter ; rr:objectMap [ rml:reference "name" ] ] ] ] ] ] .
                    """)
            .run();
    assertThat(result.quads())
        .contains(
            "<http://example.org/ada> <http://xmlns.com/foaf/0.1/name>"
                + " \"8c8d357b5e872bbacd45197626bd5759\" .")
        .hasSize(3);
  }

  @Test
  void doesNotReadAnotherTableInAFunction() throws IOException {
    Result result =
        bench(
                PERSONS
                    + """
                    :om_001 fnml:functionValue [ rml:logicalSource [ rml:source "other.csv" ; rml:referenceFormulation ql:CSV ] ;
                      rr:predicateObjectMap [ rr:predicate fno:executes ; rr:object grel:toUpperCase ] ;
                      rr:predicateObjectMap [ rr:predicate grel:valueParameter ; rr:objectMap [ rml:reference "name" ] ] ] .
                    """)
            .run();
    assertThat(result.findings())
        .anyMatch(
            finding ->
                finding.contains(
                    "the function reads \"other.csv\", its triples map \"data.json\"; use a join"));
  }

  @Test
  void joinsByAFunctionOfTheParent() throws IOException {
    Result result =
        bench(
                PERSONS
                    + """
                    :om_001 a rr:ObjectMap ; rr:parentTriplesMap :map_person_000 ; rml:joinCondition :jc_000 .
                    :jc_000 a fnml:FunctionTermMap ; fnml:functionValue :fn_000 .
                    :fn_000 rr:predicateObjectMap :e0 , :a0 , :a1 .
                    :e0 rr:predicateMap [ rr:constant fno:executes ] ; rr:objectMap [ rr:constant "https://w3id.org/imec/idlab/function#equal" ; rr:termType rr:IRI ] .
                    :a0 rr:predicateMap [ rr:constant grel:valueParameter ] ; rr:objectMap [ rml:reference "boss" ; rr:termType rr:Literal ] .
                    :a1 rr:predicateMap [ rr:constant grel:valueParameter2 ] ; rr:objectMap [ fnml:functionValue :fn_001 ] .
                    :fn_001 rr:predicateObjectMap :e1 , :a2 .
                    :e1 rr:predicateMap [ rr:constant fno:executes ] ; rr:objectMap [ rr:constant "http://users.ugent.be/~bjdmeest/function/grel.ttl#toUpperCase" ; rr:termType rr:IRI ] .
                    :a2 rr:predicateMap [ rr:constant grel:valueParameter ] ; rr:objectMap [ rml:parentTermMap [ rml:reference "name" ] ] .
                    """)
            .run();
    assertThat(result.quads())
        .contains(
            "<http://example.org/ada> <http://xmlns.com/foaf/0.1/name> <http://example.org/bob> .")
        .hasSize(3);
  }

  @Test
  void writesTargetsThatAreDataSets() throws IOException {
    Result result =
        bench(
                PERSONS.replace(
                        "rr:template \"http://example.org/{name}\"",
                        "rr:template \"http://example.org/{name}\" ; rml:logicalTarget :target_000")
                    + """
                    :om_001 rml:reference "name" .
                    :target_000 a rmlt:LogicalTarget ; rmlt:serialization formats:N-Triples ; rmlt:compression comp:none ; rmlt:target :void_000 .
                    :void_000 a void:Dataset ; void:dataDump <file://FOLDER/dump.nt> .
                    """
                        .replace("FOLDER", folder.toAbsolutePath().toString()))
            .run();
    assertThat(result.quads()).isEmpty();
    assertThat(folder.resolve("dump.nt")).content().contains("\"ada\"", "\"bob\"");
  }

  @Test
  void doesNotPutFilesIntoTheOutput() throws IOException {
    Result result = bench(PERSONS + ":om_001 rr:constant <file:///etc/passwd> .\n").run();
    assertThat(result.findings())
        .singleElement()
        .asString()
        .contains("a link with the scheme 'file' runs or opens something");
  }
}
