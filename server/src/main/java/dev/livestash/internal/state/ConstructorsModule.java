package dev.livestash.internal.state;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedWithParams;
import tools.jackson.databind.module.SimpleModule;

/**
 * Makes a mapper call a constructor that takes the members of what it makes by a handle that is
 * prepared once. Jackson prepares its own at each call, which is a good part of the time that it
 * takes to bind records. All else about them stays Jackson's.
 */
final class ConstructorsModule extends SimpleModule {
  private static final long serialVersionUID = 1;

  ConstructorsModule() {
    super("livestash-constructors");
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addValueInstantiators(new Prepared());
  }

  private static final class Prepared extends ValueInstantiators.Base {
    @Override
    public ValueInstantiator modifyValueInstantiator(
        DeserializationConfig config, BeanDescription.Supplier bean, ValueInstantiator standard) {
      // What is no class of Jackson's own may do what it likes with a creator.
      return standard.getClass() == StdValueInstantiator.class
          ? handle(standard.getWithArgsCreator())
              .<ValueInstantiator>map(
                  handle -> new Constructing((StdValueInstantiator) standard, handle))
              .orElse(standard)
          : standard;
    }

    private static Optional<MethodHandle> handle(@Nullable AnnotatedWithParams creator) {
      if (creator == null || !(creator.getAnnotated() instanceof Constructor<?> constructor)) {
        return Optional.empty();
      }
      try {
        MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor);
        return Optional.of(
            handle
                .asFixedArity()
                .asSpreader(Object[].class, constructor.getParameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class)));
      } catch (IllegalAccessException onlyJacksonMay) {
        return Optional.empty();
      }
    }
  }

  private static final class Constructing extends StdValueInstantiator {
    private static final long serialVersionUID = 1;

    private final transient MethodHandle handle;

    Constructing(StdValueInstantiator standard, MethodHandle handle) {
      super(standard);
      this.handle = handle;
    }

    @Override
    public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
      try {
        return (Object) handle.invokeExact(arguments);
      } catch (Error thrown) {
        throw thrown;
      } catch (Throwable thrown) {
        // A constructor is the application's code: what it throws is told as Jackson tells it.
        return context.handleInstantiationProblem(
            getValueClass(), arguments, rewrapCtorProblem(context, thrown));
      }
    }
  }
}
