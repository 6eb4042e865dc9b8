package dev.livestash.testkit;

import dev.livestash.view.Context;
import dev.livestash.view.Event;
import dev.livestash.view.Leftover;
import dev.livestash.view.Migrations;
import dev.livestash.view.Rewind;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A view such as an application writes. */
class CartView implements View<Cart> {
  static final class SoldOutException extends Exception {
    private static final long serialVersionUID = 1;

    SoldOutException(String sku) {
      super(sku + " is sold out");
    }
  }

  @Override
  public Class<Cart> stateType() {
    return Cart.class;
  }

  @Override
  public Cart first(Context<Cart> context) {
    return Cart.EMPTY;
  }

  @Override
  public void handlers(ViewHandlers<Cart> on) {
    on.on("add", Cart.Item.class, (cart, item, event) -> add(cart, item));
    on.on("rate", Cart.Rate.class, (cart, rate, event) -> cart.rate(rate));
    on.on("clear", (cart, event) -> Cart.EMPTY);
    on.on(
        "size",
        (cart, event) -> {
          event.reply(Map.of("size", cart.items().size()));
          return cart;
        });
    on.on("move", Cart.class, (cart, other, event) -> emptied(other, cart));
    on.on("when", (cart, event) -> cart.add(new Cart.Item(when(event), 1)));
    on.on("gift", (cart, event) -> cart.add(new Cart.Item(UUID.randomUUID().toString(), 1)));
    on.on(
        "change",
        Cart.Item.class,
        (cart, item, event) -> {
          cart.items().set(0, item);
          return cart;
        });
  }

  private static String when(Event<Cart> event) {
    return (event.replayed() ? "before the join, " : "now, ") + event.age().toHours() + " h ago";
  }

  /** Takes items out of what it is given. */
  private static Cart emptied(Cart other, Cart cart) {
    Cart all = cart;
    while (!other.items().isEmpty()) {
      all = all.add(other.items().remove(0));
    }
    return all;
  }

  private static Cart add(Cart cart, Cart.Item item) throws SoldOutException {
    if (item.sku().equals("unicorn")) {
      throw new SoldOutException(item.sku());
    }
    return cart.add(item);
  }

  @Override
  public Object render(Cart cart, Context<Cart> context) {
    return Map.of("items", cart.items().size());
  }

  /** Keeps what a token is too old for. */
  static final class Salvaging extends CartView {
    @Override
    public Optional<Cart> salvage(Leftover leftover, Context<Cart> context) {
      return Optional.of(Cart.EMPTY.add(new Cart.Item("salvaged", leftover.version())));
    }
  }

  /** Never goes back. */
  static final class Strict extends CartView {
    @Override
    public Rewind rewind() {
      return Rewind.REFUSE;
    }
  }

  /** The next release: the total is a member of its own. */
  record Totals(Cart cart, int total) {}

  /** A view of the next release. */
  static class Second implements View<Totals> {
    @Override
    public Class<Totals> stateType() {
      return Totals.class;
    }

    @Override
    public int stateVersion() {
      return 2;
    }

    @Override
    public void migrations(Migrations on) {
      on.from(
          1,
          cart -> {
            ObjectNode next = ((ObjectNode) cart).objectNode();
            next.set("cart", cart);
            return next.put("total", cart.get("items").size());
          });
    }

    @Override
    public Totals first(Context<Totals> context) {
      return new Totals(Cart.EMPTY, 0);
    }

    @Override
    public void handlers(ViewHandlers<Totals> on) {
      on.on("reset", (totals, event) -> new Totals(Cart.EMPTY, 0));
    }

    @Override
    public Object render(Totals totals, Context<Totals> context) {
      return totals;
    }
  }

  /** A release that has forgotten its migrations. */
  static final class Careless extends Second {
    @Override
    public void migrations(Migrations on) {}
  }
}
