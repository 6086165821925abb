package org.techrace.guard;

/// Thrown when a query has more rows than memory and disk may hold.
public final class ScratchFullException extends QueryRefusedException {
  ScratchFullException(String sentence) {
    super(sentence);
  }
}
