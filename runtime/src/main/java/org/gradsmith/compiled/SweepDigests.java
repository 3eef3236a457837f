/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.digest.MethodDigest;

/**
 * Whether the classes generated for a method, and for the methods it calls, belong to the class
 * files that are there. Beside each generated class lies a digest: in its first line the method's
 * class, name, descriptor and hash, and for a function that is a straight line the hash of that
 * line; then the generated classes of the methods that it calls.
 */
final class SweepDigests {
  private static final System.Logger LOG = System.getLogger(SweepDigests.class.getName());

  /** What is stale, by the generated class of the outermost method; empty if nothing is. */
  private static final ClassValue<Optional<String>> STALE =
      new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
          return new SweepDigests(type.getClassLoader()).stale(type.getName());
        }
      };

  private final Set<String> seen = new HashSet<>();
  private final ClassLoader loader;

  private SweepDigests(ClassLoader loader) {
    this.loader = loader;
  }

  /** Why a generated class must not be used, as the rest of a sentence; empty if it may. */
  static Optional<String> staleness(Class<?> generated) {
    return STALE.get(generated);
  }

  /**
   * Why generated code that contains a function must not be used: the function is not the one that
   * it contains.
   *
   * @param generated the generated class that contains it
   * @param function the class that was generated for the function, and the hash of its line
   */
  static Optional<String> changed(String generated, String function, ClassLoader loader) {
    String[] expected = function.split(" ", -1);
    SweepDigests digests = new SweepDigests(loader);
    Optional<String> stale = digests.stale(expected[0]);
    List<String> lines = digests.lines(expected[0]);
    if (stale.isPresent() || lines.isEmpty()) {
      return stale;
    }
    String[] method = lines.getFirst().split(" ", -1);
    return method.length > 4 && method[4].equals(expected[1])
        ? Optional.empty()
        : Optional.of(
            "its generated class %s contains another version of '%s.%s' than there is; compile the classes that call it again"
                .formatted(generated, method[0], method[1]));
  }

  private List<String> lines(String generated) {
    return resource(generated.replace('.', '/') + ".digest")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }

  private Optional<String> stale(String generated) {
    String name = generated.replaceFirst("__[jh]vp$", "");
    if (!seen.add(name)) {
      return Optional.empty();
    }
    List<String> lines = lines(name);
    if (lines.isEmpty()) {
      return Optional.empty(); // another compiler, which leaves none
    }
    String[] method = lines.getFirst().split(" ", -1);
    Optional<String> actual =
        resource(method[0].replace('.', '/') + ".class")
            .flatMap(bytes -> MethodDigest.of(bytes, method[1], method[2]));
    if (actual.isPresent() && !actual.get().equals(method[3])) {
      return Optional.of(
          "the generated class %s is stale: it was generated from another version of '%s', and the Gradsmith processor did not run when %s was compiled last"
              .formatted(name, method[1], method[0]));
    }
    return lines.stream().skip(1).map(this::stale).flatMap(Optional::stream).findFirst();
  }

  private Optional<byte[]> resource(String name) {
    try (InputStream stream =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(name)
            : loader.getResourceAsStream(name)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot read " + name, e);
      return Optional.empty();
    }
  }
}
