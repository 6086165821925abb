package org.techrace.search;

import java.util.Arrays;

/// The documents that have a word, with the weight of the part of the document that has it. It
/// grows by documents in their order, and takes 12 bytes for each.
final class Postings {
  /// No documents.
  static final Postings NONE = new Postings();

  private int[] documents = {};
  private double[] weights = {};
  private int size;

  /// What is done with each document.
  @FunctionalInterface
  interface Action {
    void on(int document, double weight);
  }

  /// Adds a document that is the last one or comes after it; the largest weight remains.
  void add(int document, double weight) {
    if (size > 0 && documents[size - 1] == document) {
      weights[size - 1] = Math.max(weights[size - 1], weight);
      return;
    }
    if (size == documents.length) {
      int more = Math.max(2, size + (size >> 1));
      documents = Arrays.copyOf(documents, more);
      weights = Arrays.copyOf(weights, more);
    }
    documents[size] = document;
    weights[size] = weight;
    size++;
  }

  /// Gives back the memory for more documents.
  void trim() {
    documents = Arrays.copyOf(documents, size);
    weights = Arrays.copyOf(weights, size);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void forEach(Action action) {
    for (int i = 0; i < size; i++) {
      action.on(documents[i], weights[i]);
    }
  }

  /// Returns all documents of both, each with the larger weight.
  Postings or(Postings other) {
    Postings all = new Postings();
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (; at < other.size && other.documents[at] < documents[i]; at++) {
        all.add(other.documents[at], other.weights[at]);
      }
      all.add(documents[i], weights[i]);
    }
    for (; at < other.size; at++) {
      all.add(other.documents[at], other.weights[at]);
    }
    return all;
  }

  /// Returns the same documents with a part of their weights.
  Postings times(double factor) {
    Postings less = new Postings();
    forEach((document, weight) -> less.add(document, factor * weight));
    return less;
  }
}
