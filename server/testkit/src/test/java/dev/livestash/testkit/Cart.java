package dev.livestash.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What somebody wants to buy, and notes of any kind by their subject. */
record Cart(List<Item> items, Map<String, List<Integer>> ratings) {
  record Item(String sku, int count) {}

  record Rate(String sku, int stars) {}

  static final Cart EMPTY = new Cart(List.of(), Map.of());

  Cart add(Item item) {
    List<Item> more = new ArrayList<>(items);
    more.add(item);
    return new Cart(more, ratings);
  }

  Cart rate(Rate rate) {
    Map<String, List<Integer>> more = new LinkedHashMap<>(ratings);
    List<Integer> stars = new ArrayList<>(more.getOrDefault(rate.sku(), List.of()));
    stars.add(rate.stars());
    more.put(rate.sku(), stars);
    return new Cart(items, more);
  }
}
