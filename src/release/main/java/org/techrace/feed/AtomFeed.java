package org.techrace.feed;

import java.util.List;
import org.techrace.rdf.Xml;

/// A feed in the format Atom (RFC 4287).
///
/// @param id the identifier of the feed
/// @param title its title
/// @param author its author
/// @param self its address
/// @param page the address of the page with the same content
/// @param entries the entries, latest first; at least one
public record AtomFeed(
    String id, String title, String author, String self, String page, List<Entry> entries) {

  /// An entry.
  ///
  /// @param id its identifier
  /// @param updated its time
  /// @param page the address of its page
  /// @param files addresses of data, each with its media type
  public record Entry(
      String id, String title, String updated, String page, List<File> files, String summary) {}

  /// A file that an entry leads to.
  public record File(String address, String type) {}

  /// Returns the feed as XML.
  public String xml() {
    StringBuilder feed =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
              <id>%s</id>
              <title>%s</title>
              <updated>%s</updated>
              <author><name>%s</name></author>
              <link rel="self" href="%s"/>
              <link rel="alternate" type="text/html" href="%s"/>
            """
                .formatted(
                    Xml.escaped(id),
                    Xml.escaped(title),
                    entries.getFirst().updated(),
                    Xml.escaped(author),
                    Xml.escaped(self),
                    Xml.escaped(page)));
    entries.forEach(entry -> feed.append(xml(entry)));
    return feed.append("</feed>\n").toString();
  }

  private static String xml(Entry entry) {
    StringBuilder links = new StringBuilder();
    for (File file : entry.files()) {
      links.append(
          """
              <link rel="related" type="%s" href="%s"/>
          """
              .formatted(file.type(), Xml.escaped(file.address())));
    }
    return """
      <entry>
        <id>%s</id>
        <title>%s</title>
        <updated>%s</updated>
        <link rel="alternate" type="text/html" href="%s"/>
    %s    <summary>%s</summary>
      </entry>
    """
        .formatted(
            Xml.escaped(entry.id()),
            Xml.escaped(entry.title()),
            entry.updated(),
            Xml.escaped(entry.page()),
            links,
            Xml.escaped(entry.summary()));
  }
}
