package org.techrace.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.Quad;
import org.techrace.Workbooks;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// The target of Jazzer: reads bytes as a table or a mapping. Errors in them must be findings, and
/// what is written must have been read; Jazzer looks for exceptions.
public final class ReaderFuzz {
  private static final String[] FILES = {
    "t.csv", "t.json", "t.xml", "t.xlsx", "t.parquet", "mapping.ttl"
  };
  private static final int WORKBOOK = 3;
  private static final int PARQUET = 4;
  private static final String[] SOURCES = {
    "[ rml:path \"t.csv\" ] ; rml:referenceFormulation rml:CSV",
    "[ rml:path \"t.json\" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator \"$.rows[*]\"",
    "[ rml:path \"t.xml\" ] ; rml:referenceFormulation rml:XPath ; rml:iterator \"/rows/row\"",
    "[ rml:path \"t.xlsx\" ] ; rml:referenceFormulation rml:CSV",
    "[ rml:path \"t.parquet\" ] ; rml:referenceFormulation rml:CSV"
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
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    Files.write(
        folder.resolve(FILES[kind]),
        kind == WORKBOOK ? Workbooks.zip(new String(content, StandardCharsets.UTF_8)) : content);
    Report report = new Report();
    Optional<Mapping> mapping = MappingReader.read(folder.resolve("mapping.ttl"), report);
    if (mapping.isPresent()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new Engine(mapping.get(), new Workbench(folder).options().withThreads(1), report)
          .writeNQuads(out);
      if (kind < SOURCES.length) {
        checkLetters(out.toString(StandardCharsets.UTF_8), input, added(kind));
      }
    }
  }

  /// Returns the letters and digits that a format writes for values that are not texts: a number
  /// may have another form, and a workbook and a Parquet file have truth values and times in binary
  /// form.
  private static String added(int kind) {
    String numbers = "0123456789E";
    return switch (kind) {
      case WORKBOOK -> numbers + "TZ" + "true" + "false";
      case PARQUET -> numbers + "TZ" + "true" + "false" + "ABCDEF" + "abcdef" + "INF" + "NaN";
      default -> numbers;
    };
  }

  /// Requires that each letter of a name in the output is in the input, or added by the format.
  private static void checkLetters(String quads, byte[] input, String added) {
    Set<Integer> known = letters(added);
    for (Charset charset :
        List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            StandardCharsets.ISO_8859_1,
            Charset.forName("windows-1252"))) {
      for (int start = 1; start < 3; start++) {
        int length = Math.max(0, input.length - start);
        String text = new String(input, input.length - length, length, charset);
        known.addAll(letters(text));
        known.addAll(letters(unescaped(text)));
      }
    }
    RDFParser.fromString(quads, Lang.NQUADS).toDatasetGraph().stream()
        .map(Quad::getObject)
        .filter(Node::isLiteral)
        .map(Node::getLiteralLexicalForm)
        .filter(name -> !known.containsAll(letters(name)))
        .findFirst()
        .ifPresent(
            name -> {
              throw new AssertionError("the file has no '" + name + "'");
            });
  }

  private static Set<Integer> letters(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .boxed()
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// Returns a text with the characters that its escapes of JSON and XML stand for.
  private static String unescaped(String text) {
    String json =
        Pattern.compile("\\\\u([0-9a-fA-F]{4})")
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    return Pattern.compile("&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
        .matcher(json)
        .replaceAll(
            found -> {
              int code =
                  found.group(1) == null
                      ? Integer.parseInt(found.group(2))
                      : Integer.parseInt(found.group(1), 16);
              return Character.isValidCodePoint(code)
                  ? Matcher.quoteReplacement(Character.toString(code))
                  : "";
            });
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

  /// Returns a valid file of each kind, as the seeds of a run. The content of a workbook is its
  /// sheet.
  static List<byte[]> seeds() throws IOException {
    String[] texts = {
      "\0id,name\n1,\"a \"\"b\"\"\"\n2,Zoë\n3,c\n",
      "\1{\"rows\":[{\"id\":1,\"name\":\"a\"},{\"id\":2.5e3,\"name\":\"\\u00eb\"},{\"id\":null}]}",
      "\2<rows><row><id>1</id><name>a &amp; b</name></row><row><id>2</id></row></rows>",
      "\3<worksheet>"
          + Workbooks.rows(new String[][] {{"id", "name"}, {"1", "Zoë"}, {"2", "a &amp; b"}})
          + "</worksheet>",
      "\5" + mapping(SOURCES[0])
    };
    ByteArrayOutputStream parquet = new ByteArrayOutputStream();
    parquet.write(PARQUET);
    Files.copy(Path.of("src/mapping/test/resources/table/people.parquet"), parquet);
    return Stream.concat(
            Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)),
            Stream.of(parquet.toByteArray()))
        .toList();
  }
}
