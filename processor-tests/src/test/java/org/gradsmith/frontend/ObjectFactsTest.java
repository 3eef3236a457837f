/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.tools.JavaFileObject;
import org.gradsmith.processor.frontend.ObjectFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of objects before the program runs, from source and from class files. */
final class ObjectFactsTest {
  private static final JavaFileObject FACTS =
      Fixtures.source(Path.of("src/test/resources/frontend/lowering/Facts.java"));

  @Test
  void ownConstructorsMustAgree() {
    List<String> known =
        facts("Facts", f -> values(f, "K", "big", "in", "unknown", "changed", "no"));
    assertEquals(List.of("K = 5", "big = 7"), known);
  }

  @Test
  void constantArgumentsGiveTheSizesOfLayers() {
    assertEquals(
        List.of("inFeatures = 256", "outFeatures = 10", "weight: outFeatures, inFeatures"),
        facts("Facts", f -> describe(f.object("fc2"), "weight", "inFeatures", "outFeatures")));
    assertEquals(
        List.of("outChannels = 6", "stride = 1", "padding = 0", "bias: outChannels"),
        facts(
            "Facts", f -> describe(f.object("conv"), "bias", "outChannels", "stride", "padding")));
  }

  @Test
  void argumentsThatAreNotConstantLeaveTheShapeText() {
    assertEquals(
        List.of("bias: outFeatures"),
        facts("Facts", f -> describe(f.object("fc1"), "bias", "inFeatures")));
  }

  @Test
  void aFieldThatIsAssignedTwiceIsNotFollowed() {
    assertEquals(
        List.of("bias: outChannels"),
        facts("Facts", f -> describe(f.object("replaced"), "bias", "outChannels", "stride")));
  }

  @Test
  void constructorsAreFollowedThroughClassFiles(@TempDir Path folder) throws IOException {
    Library library = Library.compile(folder, new ReadingProcessor(), FACTS);
    JavaFileObject user =
        Fixtures.source(
            "u.User",
            """
            package u;

            import org.gradsmith.annotation.Differentiable;
            import org.gradsmith.nn.UnaryModule;
            import org.gradsmith.tensor.Tensor;

            public final class User extends UnaryModule {
              private final Facts wide = new Facts(3, 8);
              private final Facts standard = new Facts();

              @Differentiable
              @Override
              public Tensor forward(Tensor x) {
                return standard.call(wide.call(x));
              }
            }
            """);
    List<String> known = new ArrayList<>();
    ReadingProcessor processor =
        new ReadingProcessor(u -> {
          ObjectFacts wide = u.self().object("wide").orElseThrow();
          known.addAll(values(wide, "hidden"));
          known.addAll(describe(wide.object("fc1"), "weight", "inFeatures", "outFeatures"));
          known.addAll(values(wide.object("block").orElseThrow(), "size"));
          known.addAll(values(u.self().object("standard").orElseThrow(), "hidden"));
        });
    Compilation compilation = library.compileAgainst(processor, user);
    assertEquals(List.of(), compilation.errors());
    assertEquals(
        List.of(
            "hidden = 15",
            "inFeatures = 3",
            "outFeatures = 15",
            "weight: outFeatures, inFeatures",
            "size = 15",
            "hidden = 5"),
        known);
  }

  private static List<String> facts(
      String simpleName, Function<ObjectFacts, List<String>> question) {
    List<String> answer = new ArrayList<>();
    ReadingProcessor processor =
        new ReadingProcessor(l -> {
          if (l.owner().getSimpleName().contentEquals(simpleName)) {
            answer.addAll(question.apply(l.self()));
          }
        });
    assertEquals(List.of(), Fixtures.compile(processor, List.of("-Xlint:none"), FACTS).errors());
    return answer;
  }

  private static List<String> describe(
      Optional<ObjectFacts> object, String tensor, String... integers) {
    List<String> known = new ArrayList<>(values(object.orElseThrow(), integers));
    object.get().shape(tensor).ifPresent(s -> known.add(tensor + ": " + s));
    return known;
  }

  private static List<String> values(ObjectFacts object, String... integers) {
    List<String> known = new ArrayList<>();
    for (String member : integers) {
      object.value(member).ifPresent(v -> known.add(member + " = " + v));
    }
    return known;
  }
}
