package org.techrace.table.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Paths of names and wildcards as a tree, so that the values of all of them are found in one pass
/// over a text. Immutable once it is built.
final class JsonPathTree {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final byte[] name;
  private final long hash;

  /// The indexes of the paths that end here.
  private int[] slots = {};

  /// The indexes of the paths that end here and select neither objects nor arrays.
  private int[] scalarSlots = {};

  private @Nullable JsonPathTree wildcard;
  private final Map<String, JsonPathTree> members = new HashMap<>();

  /// The members as a hash table with open addressing.
  private @Nullable JsonPathTree[] table = {};

  private JsonPathTree(String name) {
    this.name = name.getBytes(StandardCharsets.UTF_8);
    this.hash = hash(this.name, 0, this.name.length);
  }

  /// Returns the tree of some paths, or empty if they have other steps, or a name and a wildcard
  /// that may select the same value.
  static Optional<JsonPathTree> of(List<JsonPath> paths) {
    JsonPathTree root = new JsonPathTree("");
    for (int slot = 0; slot < paths.size(); slot++) {
      JsonPath path = paths.get(slot);
      if (path.selectsNames() || !root.add(path.steps(), slot)) {
        return Optional.empty();
      }
    }
    root.index();
    return Optional.of(root);
  }

  private boolean add(List<JsonPath.Step> steps, int slot) {
    JsonPathTree node = this;
    boolean isScalar = !steps.isEmpty() && steps.getLast() instanceof JsonPath.Step.Scalar;
    for (JsonPath.Step step : isScalar ? steps.subList(0, steps.size() - 1) : steps) {
      if (step instanceof JsonPath.Step.Child(String member) && node.wildcard == null) {
        node = node.members.computeIfAbsent(member, JsonPathTree::new);
      } else if (step instanceof JsonPath.Step.Wildcard && node.members.isEmpty()) {
        JsonPathTree all = node.wildcard == null ? new JsonPathTree("") : node.wildcard;
        node.wildcard = all;
        node = all;
      } else {
        return false;
      }
    }
    if (isScalar) {
      node.scalarSlots = with(slot, node.scalarSlots);
    } else {
      node.slots = with(slot, node.slots);
    }
    return true;
  }

  private static int[] with(int slot, int[] slots) {
    int[] more = Arrays.copyOf(slots, slots.length + 1);
    more[slots.length] = slot;
    return more;
  }

  private void index() {
    if (wildcard != null) {
      wildcard.index();
    }
    if (!members.isEmpty()) {
      table = new @Nullable JsonPathTree[Integer.highestOneBit(members.size()) * 4];
    }
    for (JsonPathTree member : members.values()) {
      int i = (int) member.hash & (table.length - 1);
      while (table[i] != null) {
        i = (i + 1) & (table.length - 1);
      }
      table[i] = member;
      member.index();
    }
  }

  /// Returns the hash of a name.
  static long hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * MULTIPLIER;
    }
    return hash ^ (hash >>> Integer.SIZE);
  }

  /// Returns the indexes of the paths that end here and select all values. The caller must not
  /// change them.
  int[] slots() {
    return slots;
  }

  /// Returns the indexes of the paths that end here and select texts, numbers and truth values
  /// only. The caller must not change them.
  int[] scalarSlots() {
    return scalarSlots;
  }

  /// Returns true if paths go on below a value and none ends at it.
  boolean onlyGoesOn() {
    return slots.length == 0 && scalarSlots.length == 0 && (wildcard != null || !members.isEmpty());
  }

  /// Returns the tree of the paths that continue with an element of an array, or null.
  @Nullable JsonPathTree element() {
    return wildcard;
  }

  /// Returns the tree of the paths that continue with a member of an object, or null.
  ///
  /// @param nameHash the hash of its name
  @Nullable JsonPathTree member(byte[] bytes, int from, int to, long nameHash) {
    if (table.length == 0) {
      return wildcard;
    }
    int i = (int) nameHash & (table.length - 1);
    for (JsonPathTree member = table[i]; member != null; member = table[i]) {
      if (member.hash == nameHash
          && Arrays.equals(member.name, 0, member.name.length, bytes, from, to)) {
        return member;
      }
      i = (i + 1) & (table.length - 1);
    }
    return null;
  }
}
