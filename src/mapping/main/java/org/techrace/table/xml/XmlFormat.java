package org.techrace.table.xml;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formulation;
import org.techrace.table.format.FoundTable;

/// XML.
public final class XmlFormat implements FileFormat {
  private static final Formulation XPATH = new Formulation("XPath", true, true);

  @Override
  public String name() {
    return "XML";
  }

  @Override
  public Set<Formulation> formulations() {
    return Set.of(XPATH);
  }

  @Override
  public List<String> endings() {
    return List.of("xml");
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of("application/xml", "text/xml");
  }

  @Override
  public Set<Option> options() {
    return Set.of();
  }

  @Override
  public SourceTable open(FileSource source) {
    return new XmlTable(
        source.name(), source.file(), source.iterator("/*"), source.namespaces(), source.mayLack());
  }

  @Override
  public Optional<Outliner> outliner() {
    return Optional.of(
        (file, _, report) ->
            XmlOutline.of(file.name(), file.file(), report).stream()
                .map(
                    outline ->
                        FoundTable.nested(
                            new XmlTable(
                                file.name(),
                                file.file(),
                                Reference.of(outline.iterator()),
                                outline.namespaces()),
                            XPATH,
                            outline))
                .toList());
  }
}
