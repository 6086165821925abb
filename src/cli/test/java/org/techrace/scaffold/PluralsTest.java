package org.techrace.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PluralsTest {
  @Test
  void aPluralHasASingular() {
    for (String pairs :
        List.of(
            "actors actor, airlines airline, airports airport, albums album, artists artist,"
                + " authors author, awards award",
            "books book, bridges bridge, cases case, causes cause, courses course, customers"
                + " customer, days day, dishes dish",
            "employees employee, events event, expenses expense, games game, houses house, invoices"
                + " invoice, licenses license",
            "matches match, mines mine, movies movie, museums museum, orders order, photos photo,"
                + " places place, planes plane",
            "prizes prize, purchases purchase, races race, responses response, routes route,"
                + " schools school, sizes size",
            "societies society, stations station, taxes tax, teams team, trees tree, universities"
                + " university, vehicles vehicle",
            "warehouses warehouse, waves wave, archives archive, cells cell, agencies agency,"
                + " batteries battery, cities city",
            "countries country, flies fly, allies ally, skies sky, boxes box, indexes index,"
                + " classes class, addresses address",
            "processes process, branches branch, churches church, beaches beach, heroes hero,"
                + " potatoes potato, volcanoes volcano",
            "buses bus, statuses status, viruses virus, campuses campus, censuses census, gases"
                + " gas, quizzes quiz, caches cache",
            "people person, salespeople salesperson, children child, grandchildren grandchild,"
                + " women woman, craftsmen craftsman",
            "mice mouse, indices index, matrices matrix, criteria criterion, taxa taxon, genera"
                + " genus, analyses analysis",
            "crises crisis, axes axis, lives life, knives knife, wolves wolf, shelves shelf, menus"
                + " menu, taxis taxi, shoes shoe",
            "topics topic, metrics metric, areas area, schemas schema, pizzas pizza, films film,"
                + " keys key, fees fee")) {
      for (String pair : pairs.split(", ", -1)) {
        String[] words = pair.split(" ", 2);
        assertThat(Plurals.singular(words[0])).as(words[0]).isEqualTo(words[1]);
        assertThat(Plurals.singular(words[1])).as(words[1]).isEqualTo(words[1]);
      }
    }
  }

  @Test
  void wordsThatAreNoPluralsStay() {
    for (String word :
        List.of(
            "series species subspecies news address status bus analysis basis crisis gas lens class"
                + " glass process access",
            "business virus campus census bonus corpus focus radius means headquarters goods"
                + " earnings physics statistics",
            "economics politics mathematics athletics atlas canvas alias bias chaos data media"
                + " staff equipment weather",
            "movie place case size house texas paris glacis tennis chess success loss mass grass"
                + " canvas chassis",
            "always corps diabetes rabies gps dns css ids")) {
      for (String one : word.split(" ", -1)) {
        assertThat(Plurals.singular(one)).isEqualTo(one);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "order-details, order-detail",
    "HomeGames, HomeGame",
    "PEOPLE, PERSON",
    "People, Person",
    "GPS, GPS",
    "cities of Asia, city of Asia",
    "points_of_interest, point_of_interest",
    "matches by season, match by season",
    "countries and cities, countries and cities",
    "airports list, airports list",
    "AllstarFull, AllstarFull",
    "cities5000, cities5000",
    "1990s, 1990s"
  })
  void aTitleNamesOneThing(String title, String one) {
    assertThat(Plurals.singularTitle(title)).isEqualTo(one);
  }

  @Test
  void headersSayTheLanguage() {
    for (String headers :
        List.of("id name lat lon", "customerID companyName address city", "first_name country")) {
      assertThat(TableLanguage.isEnglish(List.of(headers.split(" ")))).as(headers).isTrue();
    }
    for (String headers :
        List.of(
            "id lat lon",
            "Nr Name Ort Straße",
            "id nom ville",
            "id nombre país",
            "codigo_ibge nome latitude",
            "id naam plaats",
            "column 1")) {
      assertThat(TableLanguage.isEnglish(List.of(headers.split(" ")))).as(headers).isFalse();
    }
  }
}
