package org.techrace.export;

import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;

/// Writes the metadata of a Parquet file in Thrift's compact protocol. The numbers of fields and of
/// enumerations are those of
/// [parquet.thrift](https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
final class ParquetFooter {
  private static final int INT32 = 1;
  private static final int INT64 = 2;
  private static final int DOUBLE = 5;
  private static final int BYTE_ARRAY = 6;
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;
  private static final int UTF8 = 0;
  private static final int LIST = 3;
  private static final int DATE = 6;
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int GZIP = 2;
  private static final int DATA_PAGE = 0;

  /// The levels of definition in a column of lists: a row without a list, an element without a
  /// value, a value. An optional list has a repeated group of optional elements (Parquet format,
  /// "Lists").
  static final int NO_LIST = 0;

  static final int NO_ELEMENT = 2;
  static final int PRESENT = 3;

  private final TMemoryBuffer bytes = new TMemoryBuffer(1 << 12);
  private final TCompactProtocol protocol = new TCompactProtocol(bytes);

  /// A column of a group of rows.
  ///
  /// @param start where its page starts in the file
  /// @param values the number of values in its page
  /// @param plain its length in bytes without compression
  /// @param packed its length in bytes in the file
  record Chunk(Column column, long start, long values, long plain, long packed) {}

  /// A group of rows.
  record Group(long rows, List<Chunk> chunks) {}

  private ParquetFooter() throws TException {}

  /// Writes the fields of a structure, or the elements of a list.
  @FunctionalInterface
  private interface Content {
    void write() throws TException;
  }

  /// Returns the footer (`FileMetaData`).
  static byte[] of(String name, List<Column> columns, List<Group> groups) {
    long rows = groups.stream().mapToLong(Group::rows).sum();
    return written(
        footer ->
            footer.struct(
                () -> {
                  footer.number(1, 1);
                  int nodes = 1 + columns.stream().mapToInt(one -> one.several() ? 3 : 1).sum();
                  footer.list(2, TType.STRUCT, nodes, () -> footer.schema(name, columns));
                  footer.number(3, rows);
                  footer.list(
                      4,
                      TType.STRUCT,
                      groups.size(),
                      () -> {
                        for (Group group : groups) {
                          footer.struct(() -> footer.group(group));
                        }
                      });
                  footer.text(6, "techrace");
                }));
  }

  /// Returns the header of a page (`PageHeader`).
  static byte[] pageHeader(int values, int plain, int packed) {
    return written(
        header ->
            header.struct(
                () -> {
                  header.number(1, DATA_PAGE);
                  header.number(2, plain);
                  header.number(3, packed);
                  header.struct(
                      5,
                      () -> {
                        header.number(1, values);
                        header.number(2, PLAIN);
                        header.number(3, RLE);
                        header.number(4, RLE);
                      });
                }));
  }

  @FunctionalInterface
  private interface Use {
    void of(ParquetFooter writer) throws TException;
  }

  private static byte[] written(Use use) {
    try {
      ParquetFooter writer = new ParquetFooter();
      use.of(writer);
      return Arrays.copyOf(writer.bytes.getArray(), writer.bytes.length());
    } catch (TException e) {
      throw new IllegalStateException("memory cannot fail", e);
    }
  }

  private void schema(String name, List<Column> columns) throws TException {
    struct(
        () -> {
          text(4, name);
          number(5, columns.size());
        });
    for (Column column : columns) {
      if (column.several()) {
        struct(
            () -> {
              number(3, OPTIONAL);
              text(4, column.name());
              number(5, 1);
              number(6, LIST);
            });
        struct(
            () -> {
              number(3, REPEATED);
              text(4, "list");
              number(5, 1);
            });
        value("element", column.kind());
      } else {
        value(column.name(), column.kind());
      }
    }
  }

  private void value(String name, Kind kind) throws TException {
    struct(
        () -> {
          number(1, type(kind));
          number(3, OPTIONAL);
          text(4, name);
          if (type(kind) == BYTE_ARRAY) {
            number(6, UTF8);
          } else if (kind == Kind.DATE) {
            number(6, DATE);
          }
        });
  }

  private void group(Group group) throws TException {
    list(
        1,
        TType.STRUCT,
        group.chunks.size(),
        () -> {
          for (Chunk chunk : group.chunks) {
            struct(
                () -> {
                  number(2, chunk.start);
                  struct(3, () -> chunk(chunk));
                });
          }
        });
    number(2, group.chunks.stream().mapToLong(Chunk::plain).sum());
    number(3, group.rows);
  }

  private void chunk(Chunk chunk) throws TException {
    number(1, type(chunk.column.kind()));
    list(
        2,
        TType.I32,
        2,
        () -> {
          protocol.writeI32(PLAIN);
          protocol.writeI32(RLE);
        });
    List<String> path =
        chunk.column.several()
            ? List.of(chunk.column.name(), "list", "element")
            : List.of(chunk.column.name());
    list(
        3,
        TType.STRING,
        path.size(),
        () -> {
          for (String step : path) {
            protocol.writeString(step);
          }
        });
    number(4, GZIP);
    number(5, chunk.values);
    number(6, chunk.plain);
    number(7, chunk.packed);
    number(9, chunk.start);
  }

  private static int type(Kind kind) {
    return switch (kind) {
      case DATE -> INT32;
      case INTEGER -> INT64;
      case NUMBER -> DOUBLE;
      case IRI, TEXT, MIXED -> BYTE_ARRAY;
    };
  }

  private void struct(Content content) throws TException {
    protocol.writeStructBegin(new TStruct(""));
    content.write();
    protocol.writeFieldStop();
    protocol.writeStructEnd();
  }

  private void struct(int field, Content content) throws TException {
    begin(field, TType.STRUCT);
    struct(content);
    protocol.writeFieldEnd();
  }

  private void list(int field, byte type, int size, Content content) throws TException {
    begin(field, TType.LIST);
    protocol.writeListBegin(new TList(type, size));
    content.write();
    protocol.writeListEnd();
    protocol.writeFieldEnd();
  }

  private void number(int field, int value) throws TException {
    begin(field, TType.I32);
    protocol.writeI32(value);
    protocol.writeFieldEnd();
  }

  private void number(int field, long value) throws TException {
    begin(field, TType.I64);
    protocol.writeI64(value);
    protocol.writeFieldEnd();
  }

  private void text(int field, String value) throws TException {
    begin(field, TType.STRING);
    protocol.writeString(value);
    protocol.writeFieldEnd();
  }

  private void begin(int field, byte type) throws TException {
    protocol.writeFieldBegin(new TField("", type, (short) field));
  }
}
