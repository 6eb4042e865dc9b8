package dev.livestash.internal.state;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** Numbers in trees, which may have come by different ways. */
public final class Numbers {
  private Numbers() {}

  /**
   * Whether two nodes are the same; numbers, if their values are.
   *
   * @param one a node
   * @param other another one
   * @return true if nothing is lost when the one becomes the other
   */
  public static boolean isSame(JsonNode one, JsonNode other) {
    boolean areFinite = one.isNumber() && other.isNumber() && isFinite(one) && isFinite(other);
    return areFinite ? value(one).compareTo(value(other)) == 0 : one.equals(other);
  }

  private static boolean isFinite(JsonNode number) {
    return !number.isFloatingPointNumber()
        || number.isBigDecimal()
        || Double.isFinite(number.doubleValue());
  }

  /** By its text: as a double, a float has digits that nobody has written. */
  private static BigDecimal value(JsonNode number) {
    return number.isBigDecimal() ? number.decimalValue() : new BigDecimal(number.asString());
  }
}
