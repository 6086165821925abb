package org.techrace.rdf;

/// The terms of the [RDF Data Cube](https://www.w3.org/TR/vocab-data-cube/) that several parts use.
public final class DataCube {
  /// The namespace.
  public static final String NAMESPACE = "http://purl.org/linked-data/cube#";

  /// The class of an observation.
  public static final String OBSERVATION = NAMESPACE + "Observation";

  /// The property from an observation to its data set.
  public static final String DATA_SET = NAMESPACE + "dataSet";

  /// The class of the properties with what is measured.
  public static final String MEASURE_PROPERTY = NAMESPACE + "MeasureProperty";

  private DataCube() {}
}
