package org.techrace.serve.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.Sources;

/// The catalogues of texts have the same keys, each key is used, and no template has a text of its
/// own.
final class TextsTest {
  /// A text that a template, a class or a script asks for.
  private static final Pattern ASKED =
      Pattern.compile(
          "(?<![\\w.])(?:Reader\\.)?(?:text|markup|say)\\(\\s*\"([a-z][a-z0-9.-]*[a-z0-9])\"");

  /// Keys that end in a name which is known at run time only.
  private static final Pattern COMPUTED =
      Pattern.compile(
          "(facet|build\\.is|detail|search\\.door|nav)\\..*|error\\.\\d+|language\\.name|day"
              + "|(answer|highest)\\.(ahead|close|first|many|points?|tie)"
              + "|lowest\\.(first|many|tie)");

  /// Names of files and formats, which are the same in all languages.
  private static final Pattern NAME =
      Pattern.compile("[\\w.]+\\.(gz|nq|ttl)|SHA256SUMS|SHA-256|Turtle|N-Triples");

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
  private static final String ONE = ".one";
  private static final Languages ALL = Languages.builtInOnly();

  private static Texts texts(String language) {
    return ALL.named(language).orElseThrow();
  }

  @Test
  void everyLanguageHasTheSameKeys() {
    assertThat(ALL.all()).extracting(Texts::language).contains("en", "zh", "de");
    for (Texts texts : ALL.all()) {
      assertThat(base(texts)).as(texts.language()).isEqualTo(base(ALL.standard()));
    }
  }

  /// The keys without those for one thing, which some languages do not need.
  private static Set<String> base(Texts texts) {
    return texts.all().keySet().stream()
        .filter(key -> !key.endsWith(ONE))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyTextHasTheSameArgumentsInEachLanguage() {
    for (Texts texts : ALL.all()) {
      texts
          .all()
          .forEach(
              (key, pattern) -> {
                assertThat(pattern).as(key).doesNotContain("'").isNotBlank();
                new MessageFormat(pattern);
                String english = ALL.standard().find(key.replace(ONE, "")).orElseThrow();
                assertThat(places(pattern))
                    .as("%s %s", texts.language(), key)
                    .isEqualTo(places(english));
              });
    }
  }

  private static Set<String> places(String pattern) {
    return PLACE.matcher(pattern).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void everyTextThatIsAskedForExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String code : code()) {
      Matcher asked = ASKED.matcher(code);
      while (asked.find()) {
        if (ALL.standard().find(asked.group(1)).isEmpty()) {
          missing.add(asked.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyTextIsUsed() throws IOException {
    List<String> code = code();
    assertThat(base(ALL.standard()))
        .filteredOn(key -> !COMPUTED.matcher(key).matches())
        .allSatisfy(key -> assertThat(code).anyMatch(text -> text.contains('"' + key + '"')));
  }

  private static List<String> code() throws IOException {
    List<String> code = new ArrayList<>();
    for (Path file : Sources.ofModules("main", "")) {
      if (file.toString().matches(".*\\.(java|jte|js)")) {
        code.add(Files.readString(file));
      }
    }
    return code;
  }

  /// Texts between tags, and attributes that a reader sees.
  @Test
  void noTemplateHasATextOfItsOwn() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : Sources.ofModules("main/jte", ".jte")) {
      texts(Files.readString(file), true).stream()
          .filter(text -> !NAME.matcher(text).matches())
          .forEach(text -> found.add(file.getFileName() + ": " + text));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void findsTextsInTemplates() {
    assertThat(texts("<p>Hello ${name}</p><b title=\"Remove\">x</b>", false))
        .containsExactly("Remove", "Hello");
    assertThat(texts("@if(a(b) > 1)<p>${text(\"a\")}</p>@endif<code>SPARQL</code>", false))
        .isEmpty();
  }

  private static List<String> texts(String template, boolean imports) {
    String markup = imports ? template.replaceAll("(?m)^(@import|@param|!\\{).*$", "") : template;
    markup = markup.replaceAll("(?s)<%--.*?--%>|<(code|pre|abbr|script)\\b.*?</\\1>", " ");
    markup = withoutCode(markup);
    List<String> found = new ArrayList<>();
    Matcher attribute =
        Pattern.compile("(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"").matcher(markup);
    while (attribute.find()) {
      found.add(attribute.group(1).strip());
    }
    Stream.of(markup.replaceAll("<!?/?[a-zA-Z][^<>]*>", "\n").split("\n", -1))
        .map(String::strip)
        .forEach(found::add);
    return found.stream().filter(text -> text.matches("(?s).*\\p{Alpha}{2,}.*")).toList();
  }

  /// Removes expressions and directives with their arguments, in which quotes and brackets nest.
  private static String withoutCode(String template) {
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      boolean expression =
          template.startsWith("${", i)
              || template.startsWith("!{", i)
              || template.startsWith("$unsafe{", i);
      Matcher directive =
          Pattern.compile("@[a-z][\\w.]*").matcher(template).region(i, template.length());
      if (expression) {
        i = end(template, template.indexOf('{', i));
        kept.append(' ');
      } else if (c == '@' && directive.lookingAt()) {
        i = directive.end() - 1;
        if (!directive.group().startsWith("@template")
            && i + 1 < template.length()
            && template.charAt(i + 1) == '(') {
          i = end(template, i + 1);
        } else if (directive.group().startsWith("@template")) {
          // Its arguments contain markup, so only their names and code are removed.
          int close = end(template, i + 1);
          kept.append(withoutCode(contents(template.substring(i + 2, close))));
          i = close;
        }
        kept.append(' ');
      } else {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  /// The markup among the arguments of a template: between back quotes.
  private static String contents(String arguments) {
    return Pattern.compile("(?s)@`(.*?)`")
        .matcher(arguments)
        .results()
        .map(part -> part.group(1))
        .collect(Collectors.joining(" "));
  }

  /// The index of the bracket that closes the one at an index.
  private static int end(String template, int open) {
    int depth = 0;
    boolean quoted = false;
    boolean markup = false;
    for (int i = open; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '`') {
        markup = !markup;
      }
      if (markup) {
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && "({".indexOf(c) >= 0) {
        depth++;
      } else if (!quoted && ")}".indexOf(c) >= 0 && --depth == 0) {
        return i;
      }
    }
    return template.length() - 1;
  }

  @ParameterizedTest
  @CsvSource({
    "zh-CN, zh", "zh-Hant-TW, zh", "'de-AT,en;q=0.5', de", "'fr,de;q=0.3', de",
    "'zh;q=0,en', en", "fr, en", "'', en", "'***', en"
  })
  void choosesTheBestLanguage(String accepted, String language) {
    assertThat(ALL.accepted(accepted).language()).isEqualTo(language);
  }

  @Test
  void formatsNumbersAndDaysOfALanguage() {
    assertThat(texts("en").text("rows", 12345)).isEqualTo("12,345 rows");
    assertThat(texts("en").text("rows", 1)).isEqualTo("1 row");
    assertThat(texts("de").text("rows", 12345)).isEqualTo("12.345 Zeilen");
    assertThat(texts("zh").text("rows", 1)).isEqualTo("1 行");
    LocalDate day = LocalDate.of(2026, 11, 5);
    assertThat(texts("en").day(day)).isEqualTo("5 November 2026");
    assertThat(texts("zh").day(day)).isEqualTo("2026 年 11 月 5 日");
    assertThat(texts("de").day(day)).isEqualTo("5. November 2026");
  }

  @Test
  void escapesArgumentsOfMarkup() {
    StringOutput output = new StringOutput();
    texts("en").markup("no-result", "<b>&").writeTo(output);
    assertThat(output).hasToString("No result for <em dir=\"auto\">&lt;b&gt;&amp;</em>.");
  }

  @Test
  void refusesAKeyThatIsMissing() {
    assertThatThrownBy(() -> texts("zh").text("nothing")).hasMessageContaining("nothing");
    assertThat(texts("zh").with(Map.of("nothing", "无")).text("nothing")).isEqualTo("无");
  }
}
