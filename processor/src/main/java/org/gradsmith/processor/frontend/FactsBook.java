/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import org.gradsmith.processor.metadata.ClassFacts;
import org.gradsmith.processor.metadata.CompanionReader;

/** Facts on classes: from their source where that is at hand, else from their companions. */
final class FactsBook {
  private final Shadow shadow;
  private final CompanionReader companions;
  private final Map<String, ClassFacts> known = new HashMap<>();

  FactsBook(Shadow shadow, CompanionReader companions) {
    this.shadow = shadow;
    this.companions = companions;
  }

  /** What the constructors of a class do. */
  ClassFacts of(TypeElement type) {
    String name = shadow.elements().getBinaryName(type).toString();
    ClassFacts facts = known.get(name);
    if (facts == null) {
      facts =
          shadow.trees().getTree(type) == null
              ? companions.constructors(name)
              : new ConstructorReader(shadow, this, type).read();
      known.put(name, facts);
    }
    return facts;
  }

  /** What is known of the receiver of a method of a class: any constructor may have made it. */
  ObjectFacts receiver(TypeElement type) {
    return new KnownObject(this, type, Optional.empty(), List.of());
  }

  /** The class of that binary name. */
  Optional<TypeElement> find(String binaryName) {
    return Optional.ofNullable(shadow.elements().getTypeElement(binaryName))
        .or(() ->
            Optional.ofNullable(shadow.elements().getTypeElement(binaryName.replace('$', '.'))));
  }

  String binaryName(TypeElement type) {
    return shadow.elements().getBinaryName(type).toString();
  }
}
