/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.util.Elements;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;

/** How generated code reads members: by accessor, by field, or a private field by its handle. */
final class ReadCode {
  private final Elements elements;
  private final Optional<Value> self;
  private final Map<Member, String> handles = new LinkedHashMap<>();

  ReadCode(Elements elements, Optional<Value> self) {
    this.elements = elements;
    this.self = self;
  }

  /** Private members that were read, with the constants that hold their handles. */
  Map<Member, String> handles() {
    return handles;
  }

  /** The local variable that holds an object: {@code self} for the receiver. */
  String object(Value object) {
    return self.filter(object::equals).isPresent() ? "self" : object.name();
  }

  /** The field of a call that holds an integer member: {@code conv1Stride}. */
  String integer(Attr.Read read) {
    String of = self.filter(read.object()::equals).isPresent() ? "" : read.object().name();
    return Names.join(of, read.member().name());
  }

  CodeBlock expression(Value object, Member member) {
    String of = object(object);
    return switch (member.access()) {
      case METHOD -> CodeBlock.of("$L.$L()", of, member.name());
      case FIELD -> CodeBlock.of("$L.$L", of, member.name());
      case PRIVATE_FIELD -> {
        String handle =
            handles.computeIfAbsent(member, m -> Conditions.constant(m.name()) + "_FIELD");
        yield CodeBlock.of("($T) $L.get($L)", type(member.type()), handle, of);
      }
    };
  }

  /** Declares the local variables that the wanted objects are read into, in order. */
  CodeBlock declareObjects(List<Node.Read> reads) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (Node.Read read : reads) {
      if (!read.result().isTensor()) {
        code.addStatement(
            "$T $L = $L",
            type(read.member().type()),
            read.result().name(),
            expression(read.object(), read.member()));
      }
    }
    return code.build();
  }

  /** The Java type of that binary name. */
  TypeName type(String binaryName) {
    if ("int".equals(binaryName)) {
      return TypeName.INT;
    }
    String canonical = binaryName.replace('$', '.');
    return Optional.ofNullable(elements.getTypeElement(canonical))
        .map(element -> (TypeName) ClassName.get(element))
        .orElseGet(() -> ClassName.bestGuess(canonical));
  }
}
