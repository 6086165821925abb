package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Société Générale S.A.             | societe generale      | sa
          GARCÍA-HERRERO                    | garcia herrero        | ''
          Straße & Söhne GmbH & Co. KG      | strasse and sohne     | gmbh and co kg
          U.S. Department of Energy         | us department of energy | ''
          J.Smith                           | j smith               | ''
          National People's Congress (NPC)  | national peoples congress | npc
          ПАО «Газпром»                     | gazprom               | pao
          Ελληνική Εταιρεία                 | elliniki etaireia     | ''
          株式会社日立製作所                  | 日 立 制 作 所           | 株 式 会 社
          騰訊控股有限公司                    | 腾 讯                  | 控 股 有 限 公 司
          Ltd                               | ltd                   | ''
          """)
  void splitsANameIntoTokensAndRest(String text, String tokens, String rest) {
    Name name = Name.of(text);
    assertThat(String.join(" ", name.tokens())).isEqualTo(tokens);
    assertThat(String.join(" ", name.rest())).isEqualTo(rest);
    assertThat(Name.parse(name.stored())).isEqualTo(name);
  }

  @Test
  void acronymSkipsStopWords() {
    assertThat(Name.of("Ministry of Industry and Information Technology").acronym())
        .isEqualTo("miit");
    assertThat(Name.of("Centre national de la recherche scientifique").acronym()).isEqualTo("cnrs");
    assertThat(Name.of("Huawei").acronym()).isEmpty();
  }

  @Test
  void countsASwapAsOneEdit() {
    assertThat(Edits.between("huawei", "huawie", 3)).isEqualTo(1);
    assertThat(Edits.between("kitten", "sitting", 3)).isEqualTo(3);
    assertThat(Edits.between("kitten", "sitting", 2)).isEqualTo(3);
    assertThat(Edits.between("", "abc", 5)).isEqualTo(3);
  }

  /// Compares the result with the distance to each word.
  @Test
  void findsAllWordsWithinTheDistance() {
    List<String> words =
        List.of("semiconductor", "semiconductors", "semi", "conductor", "hauwei", "huawei", "北京");
    Spellings spellings = new Spellings(words);
    for (String asked : List.of("semicondcutor", "huawe", "huaewi", "sem", "conduktor", "xyz")) {
      for (int most = 0; most <= 2; most++) {
        int edits = most;
        assertThat(spellings.near(asked, most, 9))
            .extracting(Spellings.Near::word)
            .containsExactlyInAnyOrderElementsOf(
                words.stream().filter(w -> Edits.between(asked, w, 20) <= edits).toList());
      }
    }
    assertThat(spellings.near("huawe", 2, 1)).containsExactly(new Spellings.Near("huawei", 1));
  }
}
