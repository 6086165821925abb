package org.techrace.serve.reconcile;

/// The versions of the API.
enum ApiVersion {
  V0_2("0.2"),
  V1_0("1.0-draft");

  private final String name;

  ApiVersion(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
