package dev.livestash.bus;

import java.util.List;

class MemoryBusTest extends BusContract {
  @Override
  protected List<Bus> twoNodes() {
    Bus bus = new MemoryBus();
    return List.of(bus, bus);
  }
}
