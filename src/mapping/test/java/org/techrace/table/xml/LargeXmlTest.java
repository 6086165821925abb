package org.techrace.table.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.StringReader;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.techrace.table.input.XmlReaders;

/// The limits of the parser are the depth of a document and what a DTD declares, not the number of
/// its escaped characters.
final class LargeXmlTest {
  private static int texts(String xml) throws XMLStreamException {
    XMLStreamReader reader = XmlReaders.factory().createXMLStreamReader(new StringReader(xml));
    int count = 0;
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamReader.CHARACTERS) {
        count += reader.getText().length();
      }
    }
    return count;
  }

  @Test
  void readsManyEscapedCharacters() throws XMLStreamException {
    assertThat(texts("<r>" + "<c>A &amp; B</c>".repeat(300_000) + "</r>")).isEqualTo(1_500_000);
  }

  @Test
  void readsManyEscapedCharactersInOneText() throws XMLStreamException {
    assertThat(texts("<r>" + "&amp;".repeat(300_000) + "</r>")).isEqualTo(300_000);
  }

  @Test
  void refusesElementsThatAreNestedTooDeeply() {
    assertThat(catchThrowable(() -> texts("<a>".repeat(20_000) + "</a>".repeat(20_000))))
        .isInstanceOf(XMLStreamException.class);
  }

  @Test
  void expandsNothingThatADtdDeclares() {
    String bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><r>&b;</r>";
    assertThat(catchThrowable(() -> texts(bomb))).isInstanceOf(XMLStreamException.class);
  }
}
