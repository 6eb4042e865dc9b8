package dev.livestash.internal.session;

import dev.livestash.internal.state.StateCodec;
import dev.livestash.view.View;
import java.lang.reflect.Type;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** The type of a view's states: what the view says, and whether its class says the same. */
final class StateType {
  private StateType() {}

  /**
   * The codec of a view's states.
   *
   * @param name the view's
   * @throws IllegalArgumentException if they cannot be written and read back: why, and what to do
   */
  static <S> StateCodec<S> codec(String name, View<S> view, JsonMapper mapper) {
    Type said = view.stateType();
    try {
      check(mapper.constructType(said), declared(view, mapper));
      return new StateCodec<>(mapper, said);
    } catch (IllegalArgumentException unfit) {
      throw new IllegalArgumentException(
          "The state of " + name + " cannot be kept: " + unfit.getMessage(), unfit);
    }
  }

  /** The type argument of View, as far as the view's class tells it; a proxy's does not. */
  private static JavaType declared(View<?> view, JsonMapper mapper) {
    JavaType[] arguments = mapper.constructType(view.getClass()).findTypeParameters(View.class);
    return arguments.length == 0 ? mapper.constructType(Object.class) : arguments[0];
  }

  private static void check(JavaType said, JavaType declared) {
    if (declared.isJavaLangObject()) {
      return;
    }
    boolean isLost = said.hasRawClass(declared.getRawClass()) && !said.equals(declared);
    if (isLost || !said.isTypeOrSubTypeOf(declared.getRawClass())) {
      throw new IllegalArgumentException(
          String.format(
              "stateType() is %s, but the view is a View<%s>. Return %s.",
              said.toCanonical(), declared.toCanonical(), example(declared)));
    }
  }

  private static String example(JavaType type) {
    return type.hasGenericTypes()
        ? "new TypeReference<" + type.toCanonical() + ">() {}.getType()"
        : type.getRawClass().getSimpleName() + ".class";
  }
}
