package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.engine.expression.Functions;
import org.techrace.engine.expression.LibraryFunction;

/// Every function of the tool returns what its example says.
final class FunctionLibraryTest {
  static List<LibraryFunction> functions() {
    return Functions.library();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void returnsTheResultOfItsExample(LibraryFunction function) {
    assertThat(function.run(function.example())).as(function.call()).isEqualTo(function.result());
    assertThat(function.example()).hasSameSizeAs(function.parameters());
  }

  @Test
  void areManyAndHaveDifferentNames() {
    List<String> names = functions().stream().map(LibraryFunction::name).toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates().isSorted();
  }
}
