package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// In the making half files, hosts and databases are opened in one package, `access`: the sandbox
/// is what it decides, and nothing gets past it.
final class OpeningTest {
  /// The classes that may open files directly, with the reason.
  private static final Set<String> EXEMPT =
      Set.of(
          // the sandbox
          "org.techrace.access",
          // temporary files without a name
          "org.techrace.memory",
          // files of releases, in a folder that only the user names
          "org.techrace.store",
          "org.techrace.release",
          "org.techrace.search",
          "org.techrace.export.TableFiles",
          // a folder of mappings that only the user names
          "org.techrace.mapping.MappingFiles",
          // what a build keeps next to them
          "org.techrace.pipeline.KeptSources",
          // releases elsewhere, at an address that only the user names
          "org.techrace.storage",
          // an export to a folder that only the user names
          "org.techrace.export.ParquetExport",
          // a SPARQL endpoint that only the user names, and its loader
          "org.techrace.remote.EndpointClient",
          "org.techrace.remote.Fuseki",
          "org.techrace.remote.Virtuoso",
          // the serving half: it reads releases, and the pages of the project that it serves
          "org.techrace.entity",
          "org.techrace.query",
          "org.techrace.serve",
          // the queries of these pages
          "org.techrace.rdf.QueryFolder",
          // temporary files with rows of a query
          "org.techrace.guard.Scratch",
          // files of its cache, which is outside of every project
          "org.techrace.fetch",
          // names of files next to a missing one, which the user or the sandbox allows to open
          "org.techrace.report.Nearest",
          // the jar that runs
          "org.techrace.cli.Software",
          // files that the user names: a query, predictions and tasks, the folder of a feed
          "org.techrace.cli.QueryCommand",
          "org.techrace.cli.BenchmarkCommand",
          "org.techrace.feed.StaticFeed",
          // the tasks of the project that the user names
          "org.techrace.benchmark.Tasks");

  private static final List<String> OPENING =
      List.of(
          "java\\.nio\\.file\\.Files\\.(new.*|read.*|lines|write.*|copy|list|createFile|create.*Link)\\(.*",
          "java\\.nio\\.channels\\..*\\.open\\(.*",
          "java\\.io\\.(File(Input|Output)Stream|FileReader|FileWriter|RandomAccessFile)\\.<init>\\(.*",
          "java\\.(io\\.Print(Writer|Stream)|util\\.Scanner|util\\.Formatter)\\.<init>\\(java\\.(lang\\.String|io\\.File|nio\\.file\\.Path)\\b.*",
          "java\\.util\\.(zip\\.ZipFile|jar\\.JarFile)\\.<init>\\(.*",
          "java\\.net\\.(URL|URLConnection)\\.(open.*|getContent|connect|getInputStream)\\(.*",
          "java\\.net\\.(Server|Datagram|Multicast)?Socket\\.<init>\\(.*",
          "java\\.net\\.http\\..*",
          "java\\.(sql\\.DriverManager|lang\\.ProcessBuilder|lang\\.Runtime)\\.(getConnection|start|exec)\\(.*",
          "javax\\.sql\\..*\\.getConnection\\(.*",
          "org\\.eclipse\\.jetty\\..*",
          "org\\.apache\\.jena\\.riot\\.RDFDataMgr\\.(read|load.*|open|parse.*)\\(.*",
          "org\\.apache\\.jena\\.riot\\.RDFParser(Builder)?\\.source\\(java\\.(lang\\.String|nio\\.file\\.Path)\\).*",
          "org\\.apache\\.jena\\.rdf\\.model\\.Model\\.read\\(java\\.lang\\.String\\b.*",
          "org\\.apache\\.jena\\.(http|sparql\\.exec\\.http|rdfconnection|rdflink)\\..*",
          "org\\.apache\\.commons\\.compress\\..*\\.set(Path|File|URI)\\(.*",
          "de\\.siegmar\\.fastcsv\\..*\\(java\\.nio\\.file\\.Path\\b.*",
          "dev\\.hardwood\\.InputFile\\.of.*\\(.*");

  private static final List<Pattern> PATTERNS = OPENING.stream().map(Pattern::compile).toList();

  private static boolean isExempt(JavaClass c) {
    return EXEMPT.stream()
        .anyMatch(
            name ->
                c.getName().equals(name)
                    || c.getName().startsWith(name + ".")
                    || c.getName().startsWith(name + "$"));
  }

  private static Stream<String> opens(JavaClass c) {
    return Stream.concat(
            c.getCodeUnitAccessesFromSelf().stream().map(JavaCodeUnitAccess::getTarget),
            c.getCodeUnitReferencesFromSelf().stream().map(JavaCodeUnitAccess::getTarget))
        .map(CodeUnitAccessTarget::getFullName)
        .filter(name -> PATTERNS.stream().anyMatch(p -> p.matcher(name).matches()))
        .map(name -> c.getName() + " opens by " + name);
  }

  @Test
  void onlyTheSandboxOpensFilesHostsAndDatabases() {
    Set<String> found = new TreeSet<>();
    for (JavaClass c :
        new ClassFileImporter()
            .withImportOption(new MainClasses())
            .importPackages("org.techrace")) {
      if (!isExempt(c)) {
        opens(c).forEach(found::add);
      }
    }
    assertThat(found).isEmpty();
  }

  /// The rule knows these openings when it sees them.
  @Test
  void theRuleFindsWhatTheSandboxItselfOpens() {
    Set<String> found = new TreeSet<>();
    for (JavaClass c : new ClassFileImporter().importPackages("org.techrace.access")) {
      opens(c).forEach(found::add);
    }
    assertThat(found)
        .anyMatch(text -> text.contains("java.nio.file.Files.newOutputStream("))
        .anyMatch(text -> text.contains("java.nio.channels.FileChannel.open("))
        .anyMatch(text -> text.contains("java.sql.DriverManager.getConnection("))
        .anyMatch(text -> text.contains("org.eclipse.jetty.client.HttpClient."));
  }
}
