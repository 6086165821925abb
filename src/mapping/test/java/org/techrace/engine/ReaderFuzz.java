package org.techrace.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// The target of Jazzer: reads bytes as a table or a mapping. Errors in them must be findings;
/// Jazzer looks for exceptions.
public final class ReaderFuzz {
  private static final String[] FILES = {"t.csv", "t.json", "t.xml", "mapping.ttl"};
  private static final String[] SOURCES = {
    "[ rml:path \"t.csv\" ] ; rml:referenceFormulation rml:CSV",
    "[ rml:path \"t.json\" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator \"$.rows[*]\"",
    "[ rml:path \"t.xml\" ] ; rml:referenceFormulation rml:XPath ; rml:iterator \"/rows/row\""
  };

  private ReaderFuzz() {}

  /// Reads bytes as one of the files.
  ///
  /// @param input the first byte selects the kind of file, the others are its content
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    int kind = (input[0] & 0xFF) % FILES.length;
    if (kind < SOURCES.length) {
      Files.writeString(folder.resolve("mapping.ttl"), mapping(SOURCES[kind]));
    }
    Files.write(folder.resolve(FILES[kind]), Arrays.copyOfRange(input, 1, input.length));
    Report report = new Report();
    Optional<Mapping> mapping = MappingReader.read(folder.resolve("mapping.ttl"), report);
    if (mapping.isPresent()) {
      new Engine(mapping.get(), new Workbench(folder).options().withThreads(1), report)
          .writeNQuads(OutputStream.nullOutputStream());
    }
  }

  static String mapping(String source) {
    return Workbench.PREFIXES
        + """
        <#map> rml:logicalSource [ rml:source %s ] ;
        rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
        rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ; rml:language "en" ] ] .
        """
            .formatted(source);
  }

  /// Returns a valid file of each kind, as the seeds of a run.
  static String[] seeds() {
    return new String[] {
      "\0id,name\n1,\"a \"\"b\"\"\"\n2,Zoë\n3,c\n",
      "\1{\"rows\":[{\"id\":1,\"name\":\"a\"},{\"id\":2.5e3,\"name\":\"\\u00eb\"},{\"id\":null}]}",
      "\2<rows><row><id>1</id><name>a &amp; b</name></row><row><id>2</id></row></rows>",
      "\3" + mapping(SOURCES[0])
    };
  }
}
