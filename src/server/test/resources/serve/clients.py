"""Asks the endpoint with SPARQLWrapper and rdflib; prints what each got."""
import sys

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

endpoint = sys.argv[1]
labels = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label { <https://w3id.org/techrace/id/firm-huawei> rdfs:label ?label }"""

for method in ("GET", POST):
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    client.setQuery(labels)
    client.setReturnFormat(JSON)
    print(method, client.queryAndConvert()["results"]["bindings"][0]["label"]["value"])
client.setReturnFormat(XML)
print("XML", client.queryAndConvert().getElementsByTagName("literal")[0].firstChild.data)
client.setReturnFormat(CSV)
print("CSV", client.queryAndConvert().decode().splitlines()[1])
client.setQuery("CONSTRUCT WHERE { <https://w3id.org/techrace/id/firm-huawei> ?p ?o }")
client.setReturnFormat(TURTLE)
print("Turtle", len(rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")))

store = SPARQLStore(endpoint)
print("rdflib", [str(row.label) for row in rdflib.Graph(store).query(labels)][0])
entity = rdflib.Graph().parse(endpoint.replace("/sparql", "/id/firm-huawei"))
print("dereferenced", len(entity))
