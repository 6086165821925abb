package org.techrace.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.techrace.ServedProject;

/// The served project and a browser, shared by all test classes that need them. Without Chromium
/// these tests are skipped.
record Shown(ServedProject project, Browser browser) {

  /// Passes the shared [Shown] to constructors and methods of tests.
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Shown.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      assumeTrue(
          Browser.present(), "Debian's packages chromium and chromium-driver are not installed");
      Browser browser =
          context
              .getRoot()
              .getStore(ExtensionContext.Namespace.GLOBAL)
              .computeIfAbsent(Browser.class, key -> Browser.start(), Browser.class);
      return new Shown(ServedProject.in(context), browser);
    }
  }

  /// Opens a page of the project.
  void open(String path) {
    browser.open(project.uri(path));
  }
}
