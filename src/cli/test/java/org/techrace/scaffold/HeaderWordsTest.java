package org.techrace.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeaderWordsTest {
  @ParameterizedTest
  @CsvSource({
    "birthCountry, birth country",
    "HallOfFame, Hall of fame",
    "playerID, player ID",
    "park.key, park key",
    "born_in, born in",
    "kWh, kWh",
    "GDP, GDP",
    "ISO639P3code, ISO639P3code",
    "v1.2, v1.2",
    "GDP per Person, GDP per Person"
  })
  void aHeaderIsWrittenAsPeopleDo(String header, String written) {
    assertThat(HeaderWords.spaced(header)).isEqualTo(written);
  }

  @Test
  void keyWordsAreLeftOut() {
    for (String header :
        List.of("team_id", "id_team", "TEAM ID", "team.nr", "teamId", "teamKey", "team")) {
      assertThat(HeaderWords.withoutKeyWords(header)).isEqualToIgnoringCase("team");
    }
    assertThat(HeaderWords.withoutKeyWords("Kreisschlüssel")).isEqualTo("Kreis");
    assertThat(HeaderWords.withoutKeyWords("Museumsnummer")).isEqualTo("Museum");
    assertThat(HeaderWords.withoutKeyWords("Gemeindeverwaltungsnummer"))
        .isEqualTo("Gemeindeverwaltung");
    assertThat(HeaderWords.withoutKeyWords("Hausnummer")).isEqualTo("Haus");
    for (String header : List.of("id", "Nr", "valid", "casino", "number")) {
      assertThat(HeaderWords.withoutKeyWords(header)).isEqualTo(header);
    }
  }

  @Test
  void wordsAreApartByMarksOrCapitals() {
    assertThat(HeaderWords.of("regionId")).containsExactly("region", "id");
    assertThat(HeaderWords.of("region_id (2024)")).containsExactly("region", "id", "2024");
    assertThat(HeaderWords.of("IATACode")).containsExactly("iata", "code");
    assertThat(HeaderWords.of(" - ")).isEmpty();
  }
}
