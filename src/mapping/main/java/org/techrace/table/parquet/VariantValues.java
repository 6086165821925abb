package org.techrace.table.parquet;

import dev.hardwood.row.PqVariant;
import dev.hardwood.row.PqVariantObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.techrace.table.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The values of variants, which may be of another type in each row.
final class VariantValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private VariantValues() {}

  /// Returns the values of a variant: the elements of an array, and otherwise one. An object has no
  /// columns, so its value is its text in JSON.
  static List<Value> of(PqVariant variant) {
    return switch (variant.type()) {
      case NULL -> List.of();
      case ARRAY -> {
        List<Value> elements = new ArrayList<>();
        variant.asArray().forEach(element -> elements.addAll(of(element)));
        yield List.copyOf(elements);
      }
      case OBJECT -> List.of(Value.text(json(variant).toString()));
      default -> List.of(single(variant));
    };
  }

  private static Value single(PqVariant variant) {
    Object value =
        switch (variant.type()) {
          case BOOLEAN_TRUE, BOOLEAN_FALSE -> variant.asBoolean();
          case INT8, INT16, INT32 -> variant.asInt();
          case INT64 -> variant.asLong();
          case FLOAT -> variant.asFloat();
          case DOUBLE -> variant.asDouble();
          case DECIMAL4, DECIMAL8, DECIMAL16 -> variant.asDecimal();
          case STRING -> variant.asString();
          case BINARY -> variant.asBinary();
          case UUID -> variant.asUuid();
          case DATE -> variant.asDate();
          case TIME_NTZ -> variant.asTime();
          case TIMESTAMP, TIMESTAMP_NANOS -> variant.asTimestamp();
          case TIMESTAMP_NTZ, TIMESTAMP_NTZ_NANOS -> variant.asLocalTimestamp();
          case NULL, ARRAY, OBJECT -> throw new IllegalArgumentException("not a single value");
        };
    return ParquetTable.value(value);
  }

  private static JsonNode json(PqVariant variant) {
    return switch (variant.type()) {
      case NULL -> NODES.nullNode();
      case ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        variant.asArray().forEach(element -> array.add(json(element)));
        yield array;
      }
      case OBJECT -> {
        PqVariantObject object = variant.asObject();
        ObjectNode json = NODES.objectNode();
        for (int i = 0; i < object.getFieldCount(); i++) {
          String name = object.getFieldName(i);
          json.set(name, object.isNull(name) ? NODES.nullNode() : json(object.getVariant(name)));
        }
        yield json;
      }
      default -> json(single(variant));
    };
  }

  private static JsonNode json(Value value) {
    return switch (value.kind()) {
      case BOOLEAN -> NODES.booleanNode(Boolean.parseBoolean(value.text()));
      case INTEGER, DECIMAL -> NODES.numberNode(new BigDecimal(value.text()));
      case DOUBLE -> {
        double number = Double.parseDouble(value.text());
        yield Double.isFinite(number) ? NODES.numberNode(number) : NODES.stringNode(value.text());
      }
      case TEXT, DATE, TIME, DATE_TIME, BINARY, STRUCTURE -> NODES.stringNode(value.text());
    };
  }
}
