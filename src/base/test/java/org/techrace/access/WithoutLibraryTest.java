package org.techrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

/// A program that takes the library without its optional parts learns which one is missing.
final class WithoutLibraryTest {
  /// Loads our classes again, and finds none of Jetty.
  private static final class WithoutJetty extends ClassLoader {
    WithoutJetty() {
      super(WithoutLibraryTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.eclipse.jetty.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.techrace.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? again(name) : known;
    }

    private Class<?> again(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void aDownloadNamesTheLibrary() throws Exception {
    Class<?> access = new WithoutJetty().loadClass(Access.class.getName());
    Object web =
        access
            .getMethod("allowWeb", String.class)
            .invoke(access.getMethod("none").invoke(null), "127.0.0.1");
    assertThat(access).isNotEqualTo(Access.class);
    assertThatThrownBy(
            () -> access.getMethod("download", String.class).invoke(web, "http://127.0.0.1/a.csv"))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("org.eclipse.jetty:jetty-client");
  }
}
