package org.techrace.guard;

import java.math.BigDecimal;
import java.util.Calendar;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.Duration;

/// A duration that is compared in constant time, for any length. All other operations are those of
/// the wrapped duration.
final class ExactDuration extends Duration {
  private final Duration duration;

  private ExactDuration(Duration duration) {
    this.duration = duration;
  }

  static ExactDuration of(Duration duration) {
    return duration instanceof ExactDuration exact ? exact : new ExactDuration(duration);
  }

  @Override
  public int compare(Duration other) {
    return Calendars.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Duration d && compare(d) == DatatypeConstants.EQUAL;
  }

  @Override
  public int hashCode() {
    return Calendars.seconds(this).stripTrailingZeros().hashCode();
  }

  @Override
  public Duration add(Duration other) {
    return of(duration.add(other));
  }

  @Override
  public Duration multiply(BigDecimal factor) {
    return of(duration.multiply(factor));
  }

  @Override
  public Duration negate() {
    return of(duration.negate());
  }

  @Override
  public Duration normalizeWith(Calendar start) {
    return of(duration.normalizeWith(start));
  }

  @Override
  public void addTo(Calendar calendar) {
    duration.addTo(calendar);
  }

  @Override
  public int getSign() {
    return duration.getSign();
  }

  @Override
  public Number getField(DatatypeConstants.Field field) {
    return duration.getField(field);
  }

  @Override
  public boolean isSet(DatatypeConstants.Field field) {
    return duration.isSet(field);
  }

  // The base class throws for fields that are not set; these return 0.

  @Override
  public int getYears() {
    return duration.getYears();
  }

  @Override
  public int getMonths() {
    return duration.getMonths();
  }

  @Override
  public int getDays() {
    return duration.getDays();
  }

  @Override
  public int getHours() {
    return duration.getHours();
  }

  @Override
  public int getMinutes() {
    return duration.getMinutes();
  }

  @Override
  public int getSeconds() {
    return duration.getSeconds();
  }

  @Override
  public String toString() {
    return duration.toString();
  }
}
