"""Writes a project with twenty equal sources of 5,000 rows and 20 columns; half of the columns go through a function."""
import pathlib, random, sys

folder = pathlib.Path(sys.argv[1])
random.seed(1)
for name in ("ontology/shapes", "queries/checks"):
    (folder / name).mkdir(parents=True)
(folder / "queries/checks/severity.tsv").write_text("check\tseverity\n")
(folder / "techrace.toml").write_text('[graph]\nbase = "https://example.org/graph/"\nname = "Twenty"\ntitle = "Twenty sources"\n')
terms = ["@prefix o: <https://example.org/graph/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."]
terms += [f'o:p{c} a owl:DatatypeProperty ; rdfs:label "property {c}"@en .' for c in range(20)]
terms += [f'o:Thing{n:02} a owl:Class ; rdfs:label "thing {n}"@en .' for n in range(20)]
(folder / "ontology/terms.ttl").write_text("\n".join(terms))
(folder / "ontology/prefixes.ttl").write_text("@prefix o: <https://example.org/graph/ontology#> .\n")
for n in range(20):
    source = folder / f"data/source{n:02}"
    source.mkdir(parents=True)
    with open(source / "table.csv", "w") as table:
        table.write("id," + ",".join(f"c{c}" for c in range(20)) + "\n")
        for row in range(5000):
            table.write(f"{row}," + ",".join(f"value {n} {random.randrange(10**6)}" for _ in range(20)) + "\n")
    (source / "source.ttl").write_text(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
        f'<https://example.org/graph/graph/source{n:02}> a dcat:Dataset ; dct:title "Source {n}"@en .\n')
    maps = []
    for c in range(20):
        value = f'rml:reference "c{c}"' if c % 2 else (
            f'rml:functionExecution [ rml:function fn:trim ; rml:input [ rml:parameter fn:text ; rml:inputValueMap [ rml:reference "c{c}" ] ] ]')
        maps.append(f"rml:predicateObjectMap [ rml:predicate o:p{c} ; rml:objectMap [ {value} ] ]")
    (source / "mapping.ttl").write_text(
        "@prefix rml: <http://w3id.org/rml/> . @prefix o: <https://example.org/graph/ontology#> . @prefix fn: <https://w3id.org/techrace/tool/function#> .\n"
        '<#m> a rml:TriplesMap ; rml:logicalSource [ rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path "table.csv" ] ;\n'
        "  rml:referenceFormulation rml:CSV ] ;\n"
        f'  rml:subjectMap [ rml:template "https://example.org/graph/id/thing{n:02}-{{id}}" ; rml:class o:Thing{n:02} ] ;\n  '
        + " ;\n  ".join(maps) + " .\n")
