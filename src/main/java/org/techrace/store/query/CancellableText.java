package org.techrace.store.query;

/// Text that a regular expression reads as long as the query goes on: one that backtracks may read
/// one text for hours.
final class CancellableText implements CharSequence {
  private final CharSequence text;
  private final Run run;
  private int read;

  CancellableText(CharSequence text, Run run) {
    this.text = text;
    this.run = run;
  }

  @Override
  public char charAt(int index) {
    run.checkAt(++read);
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
