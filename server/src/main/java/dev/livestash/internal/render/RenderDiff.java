package dev.livestash.internal.render;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.state.ModuleOrder;
import dev.livestash.internal.state.SureEquality;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Tells in what one render differs from another, without writing what does not: an object that is
 * the very same in both is taken to have the same JSON. Safe for use by several threads.
 */
public final class RenderDiff {
  private final JsonMapper mapper;
  private final ObjectWriter patches;
  private final PlainBeans beans = new PlainBeans();

  /**
   * Two renders. Stands for the patch where Jackson writes it, since that gives out its context.
   */
  private record Pair(Object before, Object now) {}

  /** There is none, or it is not worth it. */
  private static final class NoPatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoPatchException() {
      super("no patch", null, false, false);
    }
  }

  /**
   * Makes one.
   *
   * @param application writes renders; is not changed
   */
  public RenderDiff(JsonMapper application) {
    SimpleModule pairs = new SimpleModule("livestash-render-patches");
    pairs.addSerializer(Pair.class, new PairSerializer(beans));
    this.mapper = ModuleOrder.first(application.rebuild(), beans).addModule(pairs).build();
    this.patches = mapper.writer().withAttribute(PlainBeans.IN_PATCH, true);
  }

  /**
   * What is to write the whole renders, so that what they are made of is known here.
   *
   * @return writes what the application's own does
   */
  public JsonMapper writer() {
    return mapper;
  }

  /**
   * Whether renders have been found to hold what is written in full once, and then by a name.
   *
   * @return true if there are no patches of them
   */
  public boolean findsIdentities() {
    return beans.hasIdentities();
  }

  /**
   * Whether renders have been found to hold a stream or an iterator, which is gone once it is
   * written.
   *
   * @return true if there are no patches of them, and none is written but where it is sent
   */
  public boolean findsStreams() {
    return beans.hasStreams();
  }

  /**
   * The patch from one render to the next.
   *
   * @param before what the tab was given
   * @param now what it is to be given
   * @param maxBytes a longer patch is not worth it
   * @return its JSON, as UTF-8; empty if there is none, or it is longer
   */
  public Optional<byte[]> between(Object before, Object now, int maxBytes) {
    if (beans.hasIdentities() || beans.hasStreams()) {
      return Optional.empty();
    }
    CappedBuffer patch = new CappedBuffer(maxBytes);
    try (JsonGenerator out = mapper.createGenerator(patch)) {
      patches.writeValue(out, new Pair(before, now));
    } catch (NoPatchException none) {
      return Optional.empty();
    } catch (RuntimeException thrown) {
      if (beans.hasStreams()) {
        return Optional.empty();
      }
      throw thrown;
    }
    return patch.overflowed() || beans.hasIdentities()
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(patch.array(), patch.size()));
  }

  private static final class PairSerializer extends ValueSerializer<Pair> {
    private final PlainBeans beans;
    private final SureEquality equality = new SureEquality();
    private final Usual usual = new Usual();

    PairSerializer(PlainBeans beans) {
      this.beans = beans;
    }

    @Override
    public void serialize(Pair pair, JsonGenerator out, SerializationContext context) {
      if (context.getActiveView() != null) {
        throw new NoPatchException();
      }
      ValueSerializer<Object> serializer =
          context.findTypedValueSerializer(pair.now().getClass(), true);
      Change change =
          new Comparer(beans, equality, usual, context)
              .compare(pair.before(), pair.now(), serializer, null);
      if (change == Change.ANEW) {
        throw new NoPatchException();
      }
      new PatchWriter(out).write(change);
    }
  }
}
