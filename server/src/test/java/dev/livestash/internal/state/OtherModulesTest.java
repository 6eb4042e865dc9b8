package dev.livestash.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

/** Modules of an application that look at what Jackson has made of a class, before this library. */
class OtherModulesTest {
  record Item(String name, List<Integer> counts) {}

  record Cart(Item one, List<Item> all) {}

  private static final Cart CART =
      new Cart(new Item("a", List.of(1)), List.of(new Item("b", List.of(2, 3))));

  /** As that of Kotlin does: it takes nothing but an instantiator of Jackson's own. */
  private static final class Picky extends SimpleModule {
    private static final long serialVersionUID = 1;

    @Override
    public void setupModule(SetupContext context) {
      super.setupModule(context);
      context.addValueInstantiators(
          new ValueInstantiators.Base() {
            @Override
            public ValueInstantiator modifyValueInstantiator(
                DeserializationConfig config,
                BeanDescription.Supplier bean,
                ValueInstantiator standard) {
              if (!bean.getBeanClass().isRecord()) {
                return standard;
              }
              if (standard.getClass() != StdValueInstantiator.class) {
                throw new IllegalStateException(standard.getClass() + " is not Jackson's");
              }
              return new StdValueInstantiator((StdValueInstantiator) standard) {
                private static final long serialVersionUID = 1;
              };
            }
          });
    }
  }

  private static JsonMapper mapper(SimpleModule module) {
    return StateMapper.of(JsonMapper.builder().addModule(module).build());
  }

  @Test
  void oneThatInsistsOnAnInstantiatorOfJacksonsOwnIsGivenIt() {
    JsonMapper mapper = mapper(new Picky());
    String json = mapper.writeValueAsString(CART);
    assertThat(mapper.readValue(json.getBytes(StandardCharsets.UTF_8), Cart.class)).isEqualTo(CART);
  }

  /** Writes a bean as Jackson does. */
  private static final class Around extends ValueSerializer<Object> {
    private final ValueSerializer<Object> standard;

    Around(ValueSerializer<Object> standard) {
      this.standard = standard;
    }

    @Override
    public void resolve(SerializationContext context) {
      standard.resolve(context);
    }

    @Override
    public void serialize(Object value, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      standard.serialize(value, out, context);
      out.writeEndArray();
    }
  }

  @Test
  void oneThatLooksForABeansSerializerFindsIt() {
    SimpleModule module = new SimpleModule();
    module.setSerializerModifier(
        new ValueSerializerModifier() {
          private static final long serialVersionUID = 1;

          @Override
          @SuppressWarnings("unchecked") // it writes the beans of this class
          public ValueSerializer<?> modifySerializer(
              SerializationConfig config,
              BeanDescription.Supplier bean,
              ValueSerializer<?> serializer) {
            return serializer instanceof BeanSerializerBase && bean.getBeanClass() == Item.class
                ? new Around((ValueSerializer<Object>) serializer)
                : serializer;
          }
        });
    assertThat(mapper(module).writeValueAsString(CART))
        .startsWith("{\"one\":[{\"name\":\"a\"")
        .contains("\"all\":[[{");
  }
}
