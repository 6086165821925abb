package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.jena.query.ARQ;
import org.apache.jena.rdf.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A program may use any class of Jena first. Jena then starts, and with it the parts of the store,
/// while that class is not yet initialized. Each case has a class loader of its own, in which no
/// class of Jena has been used.
final class FirstClassTest {
  private static final List<String> OTHERS =
      List.of(
          "org.apache.jena.graph.NodeFactory",
          "org.apache.jena.query.QueryFactory",
          "org.apache.jena.rdf.model.ModelFactory",
          "org.apache.jena.rdf.model.ResourceFactory",
          "org.apache.jena.riot.RDFDataMgr",
          "org.apache.jena.sparql.expr.NodeValue",
          "org.apache.jena.sparql.graph.NodeConst",
          "org.techrace.geo.GeoFunctions",
          "org.techrace.guard.Guard",
          "org.techrace.store.Store",
          "org.techrace.store.StoreWriter",
          "org.techrace.store.assembly.StoreAssembler",
          "org.techrace.store.query.StoreDataset");

  static Stream<String> firstClasses() throws IOException {
    return Stream.concat(
        Stream.concat(vocabularies(Model.class), vocabularies(ARQ.class)), OTHERS.stream());
  }

  private static Stream<String> vocabularies(Class<?> inJar) throws IOException {
    String location = inJar.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (JarFile jar = new JarFile(new File(location))) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.matches(".*/vocabulary/\\w+\\.class"))
          .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
          .toList()
          .stream();
    }
  }

  /// Some vocabularies cannot be the first class of Jena alone either, such as `RDF`.
  @ParameterizedTest
  @MethodSource("firstClasses")
  void noPartOfTheStoreFailsWhileJenaStarts(String name) throws Exception {
    try {
      useFirst(name, "org.apache.jena.sparql.expr.NodeValue");
    } catch (ExceptionInInitializerError e) {
      assertThat(root(e).getStackTrace())
          .as(name)
          .filteredOn(frame -> frame.getClassName().startsWith("org.techrace."))
          .allMatch(frame -> frame.getClassName().equals(FirstClassTest.class.getName()));
    }
  }

  @Test
  void installsExactDurationsWhereQueriesAreEvaluated() throws Exception {
    for (String name :
        List.of("org.techrace.guard.Guard", "org.techrace.store.query.StoreDataset")) {
      Class<?> value = useFirst(name, "org.apache.jena.sparql.expr.NodeValue");
      assertThat(value.getField("xmlDatatypeFactory").get(null).getClass().getName())
          .as(name)
          .isEqualTo("org.techrace.guard.ExactDatatypes");
    }
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }

  /// Initializes two classes where no other has been used, and returns the second.
  private static Class<?> useFirst(String name, String next) throws Exception {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(FirstClassTest::url)
            .toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Class.forName(name, true, loader);
      return Class.forName(next, true, loader);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(path, e);
    }
  }
}
