/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The shapes that methods declare by {@code @Shape}. */
public interface DeclaredShapes {
  /** Nothing is declared. */
  DeclaredShapes NONE =
      new DeclaredShapes() {
        @Override
        public Optional<Signature> own() {
          return Optional.empty();
        }

        @Override
        public Optional<Signature> forward(String className) {
          return Optional.empty();
        }

        @Override
        public Optional<Signature> function(String sweep) {
          return Optional.empty();
        }
      };

  /**
   * What one method declares.
   *
   * @param parameters the text at each parameter, a tensor's own method has it first; blank where
   *     there is none
   * @param result the text at the method; blank where there is none
   * @param members the {@code int} fields of the object whose method it is
   */
  record Signature(List<String> parameters, String result, Set<String> members) {
    public Signature {
      parameters = List.copyOf(parameters);
      members = Set.copyOf(members);
    }
  }

  /** The method itself. */
  Optional<Signature> own();

  /** The {@code forward} of a module's class, by its canonical name. */
  Optional<Signature> forward(String className);

  /** A function, by the canonical name of the class that is generated for it. */
  Optional<Signature> function(String sweep);
}
