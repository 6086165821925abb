package org.techrace.serve.catalogue;

import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;

/// Describes a release in [DCAT-AP 3](https://semiceu.github.io/DCAT-AP/releases/3.0.0/): a
/// catalogue with the release as its dataset, and the SPARQL endpoint as a service.
final class DcatAp {
  private static final String MEDIA_TYPES = "https://www.iana.org/assignments/media-types/";
  private static final String SPDX = "http://spdx.org/rdf/terms#";

  private DcatAp() {}

  static Graph of(Facts facts) {
    Model model = ModelFactory.createDefaultModel();
    model.setNsPrefix("dcat", DCAT.getURI()).setNsPrefix("dct", DCTerms.getURI());
    model.setNsPrefix("foaf", FOAF.getURI()).setNsPrefix("spdx", SPDX);
    Resource publisher =
        model
            .createResource(facts.publisherId(), FOAF.Agent)
            .addProperty(FOAF.name, facts.publisher(), "en");
    Resource dataset =
        model
            .createResource(facts.iri(), DCAT.Dataset)
            .addProperty(DCTerms.title, facts.title(), "en")
            .addProperty(DCTerms.description, facts.description(), "en")
            .addProperty(DCTerms.publisher, publisher)
            .addProperty(DCTerms.identifier, facts.iri())
            .addProperty(DCTerms.issued, facts.day(), XSDDatatype.XSDdate)
            .addProperty(DCAT.landingPage, document(facts.home() + "/", model))
            .addProperty(model.createProperty(DCAT.getURI(), "version"), facts.release());
    facts.files().forEach(file -> dataset.addProperty(DCAT.distribution, file(file, facts, model)));
    Resource endpoint = model.createResource(facts.home() + "/sparql", RDFS.Resource);
    Resource service =
        model
            .createResource(facts.home() + "/#sparql", DCAT.DataService)
            .addProperty(DCTerms.title, "SPARQL endpoint", "en")
            .addProperty(DCAT.endpointURL, endpoint)
            .addProperty(DCAT.endpointDescription, endpoint)
            .addProperty(DCAT.servesDataset, dataset);
    Resource catalogue =
        model
            .createResource(facts.home() + "/catalogue/dcat-ap", DCAT.Catalog)
            .addProperty(DCTerms.title, facts.graph().title(), "en")
            .addProperty(DCTerms.description, facts.description(), "en")
            .addProperty(DCTerms.publisher, publisher)
            .addProperty(DCAT.dataset, dataset)
            .addProperty(DCAT.service, service);
    licence(catalogue, facts, model);
    licence(service, facts, model);
    return model.getGraph();
  }

  private static Resource document(String address, Model model) {
    return model.createResource(address, FOAF.Document);
  }

  private static void licence(Resource described, Facts facts, Model model) {
    facts
        .licence()
        .ifPresent(
            licence ->
                described.addProperty(
                    DCTerms.license, model.createResource(licence.iri(), DCTerms.LicenseDocument)));
  }

  private static Resource file(Facts.File file, Facts facts, Model model) {
    Resource checksum =
        model
            .createResource()
            .addProperty(RDF.type, model.createResource(SPDX + "Checksum"))
            .addProperty(
                model.createProperty(SPDX, "algorithm"),
                model.createResource(
                    SPDX + "checksumAlgorithm_sha256",
                    model.createResource(SPDX + "ChecksumAlgorithm")))
            .addProperty(
                model.createProperty(SPDX, "checksumValue"),
                file.sha256(),
                XSDDatatype.XSDhexBinary);
    Resource address = model.createResource(file.address(), RDFS.Resource);
    Resource distribution =
        model
            .createResource(file.address() + "#file", DCAT.Distribution)
            .addProperty(DCTerms.title, file.name(), "en")
            .addProperty(DCAT.accessURL, address)
            .addProperty(DCAT.downloadURL, address)
            .addProperty(DCAT.mediaType, mediaType(file.mediaType(), model))
            .addProperty(
                DCAT.byteSize, String.valueOf(file.bytes()), XSDDatatype.XSDnonNegativeInteger)
            .addProperty(model.createProperty(SPDX, "checksum"), checksum);
    facts.tables().stream()
        .filter(table -> file.name().replaceFirst("\\.[^.]*$", "").equals(table.name()))
        .map(facts::description)
        .filter(text -> !text.isEmpty())
        .forEach(text -> distribution.addProperty(DCTerms.description, text, "en"));
    if (file.gzip()) {
      distribution.addProperty(DCAT.compressFormat, mediaType("application/gzip", model));
    }
    licence(distribution, facts, model);
    return distribution;
  }

  private static Resource mediaType(String type, Model model) {
    return model.createResource(MEDIA_TYPES + type, DCTerms.MediaType);
  }
}
