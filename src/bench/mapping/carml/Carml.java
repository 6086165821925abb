import io.carml.engine.rdf.RdfRmlMapper;
import io.carml.logicalsourceresolver.CsvResolver;
import io.carml.logicalsourceresolver.JsonPathResolver;
import io.carml.logicalsourceresolver.XPathResolver;
import io.carml.util.RmlMappingLoader;
import io.carml.vocab.Rdf;
import java.io.BufferedWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFWriter;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.BasicWriterSettings;

/// The peer CARML: `Carml MAPPING FOLDER OUTPUT` writes N-Triples.
final class Carml {
  public static void main(String[] args) throws Exception {
    RdfRmlMapper mapper =
        RdfRmlMapper.builder()
            .setLogicalSourceResolver(Rdf.Ql.Csv, CsvResolver::getInstance)
            .setLogicalSourceResolver(Rdf.Ql.JsonPath, JsonPathResolver::getInstance)
            .setLogicalSourceResolver(Rdf.Ql.XPath, XPathResolver::getInstance)
            .fileResolver(Path.of(args[1]))
            .triplesMaps(RmlMappingLoader.build().load(RDFFormat.TURTLE, Path.of(args[0])))
            .build();
    try (Writer out = new BufferedWriter(Files.newBufferedWriter(Path.of(args[2])), 1 << 16)) {
      RDFWriter writer = Rio.createWriter(RDFFormat.NTRIPLES, out);
      writer.getWriterConfig().set(BasicWriterSettings.XSD_STRING_TO_PLAIN_LITERAL, true);
      writer.startRDF();
      mapper.map().toStream().forEach(writer::handleStatement);
      writer.endRDF();
    }
  }
}
