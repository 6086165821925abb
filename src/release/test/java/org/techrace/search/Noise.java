package org.techrace.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Adds errors to names that are typical for spreadsheets. The same seed gives the same errors.
final class Noise {
  private static final List<String> FORMS =
      List.of(" Inc.", " Ltd", " GmbH", " Co., Ltd.", " LLC", " S.A.", " Corporation", " e.V.");

  private final Random random;

  Noise(long seed) {
    this.random = new Random(seed);
  }

  /// Applies one or two random changes. For acronyms, only case or dots change: another letter
  /// would make another acronym.
  String spoil(Ror.Named named) {
    String name = named.text();
    if (named.kind() == Ror.Kind.ACRONYM) {
      return random.nextBoolean()
          ? name.toLowerCase(Locale.ROOT)
          : String.join(".", name.split("")) + ".";
    }
    String spoilt = once(name);
    return random.nextInt(4) == 0 ? once(spoilt) : spoilt;
  }

  private String once(String name) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> typo(name);
      case 2 -> reordered(name);
      case 3 -> otherForm(name);
      case 4 -> transliterated(name);
      default -> typo(name.toUpperCase(Locale.ROOT));
    };
  }

  /// Changes one letter in 25, at least one: deletes, doubles, replaces, or swaps it with the next.
  private String typo(String name) {
    StringBuilder text = new StringBuilder(name);
    for (int n = Math.max(1, name.length() / 25); n > 0 && text.length() > 4; n--) {
      int i = random.nextInt(text.length() - 1);
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(i);
        case 1 -> text.insert(i, text.charAt(i));
        case 2 -> text.setCharAt(i, (char) ('a' + random.nextInt(26)));
        default -> {
          char c = text.charAt(i);
          text.setCharAt(i, text.charAt(i + 1));
          text.setCharAt(i + 1, c);
        }
      }
    }
    return text.toString();
  }

  /// Turns "University of X" into "X University"; rotates the words of other names.
  private String reordered(String name) {
    int of = name.indexOf(" of ");
    if (of > 0 && of < 20) {
      return name.substring(of + 4) + " " + name.substring(0, of);
    }
    List<String> words = new ArrayList<>(List.of(name.split(" ")));
    Collections.rotate(words, 1 + random.nextInt(Math.max(1, words.size() - 1)));
    return String.join(" ", words);
  }

  /// Removes a legal form, or adds one if the name has none.
  private String otherForm(String name) {
    for (String form : FORMS) {
      if (name.endsWith(form)) {
        return name.substring(0, name.length() - form.length());
      }
    }
    return name.endsWith(")") && name.indexOf("(") > 0 && random.nextBoolean()
        ? name.substring(0, name.lastIndexOf('(')).strip()
        : name + FORMS.get(random.nextInt(FORMS.size()));
  }

  /// Replaces accented letters, as for a form that accepts ASCII only.
  private static String transliterated(String name) {
    String written =
        name.replace("ä", "ae")
            .replace("ö", "oe")
            .replace("ü", "ue")
            .replace("ß", "ss")
            .replace("ø", "o")
            .replace("å", "aa")
            .replace("æ", "ae")
            .replace("ł", "l")
            .replace("&", "and")
            .replace("-", " ");
    return Normalizer.normalize(written, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
  }
}
