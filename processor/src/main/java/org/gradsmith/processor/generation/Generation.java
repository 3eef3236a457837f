/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.pass.DropUnused;
import org.gradsmith.ir.pass.Inline;
import org.gradsmith.ir.pass.Rename;
import org.gradsmith.ir.pass.ShareReads;
import org.gradsmith.processor.diff.Reverse;
import org.gradsmith.processor.frontend.Lowered;
import org.gradsmith.processor.javagen.Companion;
import org.gradsmith.processor.javagen.CompanionWriter;
import org.gradsmith.processor.kernels.KernelFiles;
import org.gradsmith.processor.metadata.Chunks;
import org.gradsmith.processor.metadata.IrText;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.TypeProblem;
import org.gradsmith.processor.report.StraightPhases;
import org.gradsmith.processor.shape.Mismatch;
import org.gradsmith.processor.shape.ShapeInference;
import org.gradsmith.processor.shape.ShapeText;
import org.gradsmith.sweep.Sweeps;

/** From a method that was read to the files of its companion. */
public final class Generation {
  /** Names that the generated class needs for itself. */
  private static final Set<String> RESERVED = Set.of("in", "self", "needs", "bars");

  private final Lowered lowered;
  private final Elements elements;
  private final Consumer<Problem> problems;

  private Generation(Lowered lowered, Elements elements, Consumer<Problem> problems) {
    this.lowered = lowered;
    this.elements = elements;
    this.problems = problems;
  }

  /**
   * Generates a companion.
   *
   * @param problems receives what is wrong with the method
   * @return the files, or nothing if there was a problem
   */
  public static Optional<CompanionFiles> run(
      Lowered lowered, Elements elements, Consumer<Problem> problems) {
    return new Generation(lowered, elements, problems).run();
  }

  private Optional<CompanionFiles> run() {
    if (!shapesAreReadable()) {
      return Optional.empty();
    }
    Method called = Rename.avoid(ShareReads.apply(DropUnused.apply(lowered.method())), RESERVED);
    Inline.Result inline = Inline.apply(called, this::canInline);
    Method inlined = ShareReads.apply(inline.method());
    KnownObjects objects = new KnownObjects(inlined, lowered.self());
    ShapeInference.Result shapes = ShapeInference.infer(inlined, objects);
    if (!shapes.mismatches().isEmpty()) {
      shapes.mismatches().forEach(this::report);
      return Optional.empty();
    }
    Fusion fusion = new Fusion();
    Sweeps differentiated = Reverse.differentiate(inlined, shapes::sameShape);
    Sweeps fused = fusion.fuse(differentiated, shapes::sameShape);
    Optional<Sweeps> throughModules =
        inline.calls().isEmpty()
            ? Optional.empty()
            : Optional.of(
                fusion.fuse(Reverse.differentiate(called, Object::equals), Object::equals));
    Companion companion = companion(fused, throughModules, inline.calls());
    return Optional.of(
        new CompanionFiles(
            companion.packageName(),
            companion.simpleName(),
            CompanionWriter.write(companion, lowered.owner(), elements),
            KernelFiles.plans(companion.plans()),
            KernelFiles.cuda(companion.simpleName(), companion.sweeps()),
            new StraightPhases(
                lowered.method(),
                called,
                inlined,
                differentiated,
                fused,
                fusion::members,
                (known, ops) -> ShapeInference.inReverse(known, ops, objects),
                RowSizes.of(inlined, objects, shapes),
                Map.of())));
  }

  private boolean shapesAreReadable() {
    boolean readable = true;
    List<String> texts = lowered.method().shapes();
    for (int i = 0; i < texts.size(); i++) {
      Optional<String> fault = ShapeText.fault(texts.get(i));
      if (fault.isPresent()) {
        problems.accept(
            new TypeProblem.BadShapeText(lowered.places().shape(i), texts.get(i), fault.get()));
        readable = false;
      }
    }
    return readable;
  }

  private void report(Mismatch mismatch) {
    problems.accept(
        new TypeProblem.ShapeMismatch(
            lowered.places().at(mismatch.node().span()),
            lowered.places().text(mismatch.node().span()),
            mismatch.reason()));
  }

  /** Whether generated code beside the caller can reach all that the callee reads. */
  private boolean canInline(Node.CallModule call) {
    return call.callee().stream()
        .flatMap(callee -> callee.body().stream())
        .allMatch(node ->
            switch (node) {
              case Node.Read read -> isReachable(read.member());
              case Node.Apply apply -> apply.attributes().stream().allMatch(this::isReachable);
              case Node.CallModule inner -> canInline(inner) || inner.callee().isEmpty();
            });
  }

  private boolean isReachable(Attr attribute) {
    return switch (attribute) {
      case Attr.Read read -> isReachable(read.member());
      case Attr.Arithmetic a -> isReachable(a.left()) && isReachable(a.right());
      case Attr.Sizes s -> s.sizes().stream().allMatch(this::isReachable);
      case Attr.Literal _,
          Attr.Number _,
          Attr.SizeOf _,
          Attr.ShapeOf _,
          Attr.BroadcastOf _,
          Attr.Parameter _ ->
          true;
    };
  }

  private boolean isReachable(Member member) {
    return switch (member.access()) {
      case METHOD -> true;
      case FIELD -> packageOf(member.owner()).equals(packageName());
      case PRIVATE_FIELD -> false;
    };
  }

  private String packageOf(String className) {
    TypeElement type = elements.getTypeElement(className.replace('$', '.'));
    return type == null ? "" : elements.getPackageOf(type).getQualifiedName().toString();
  }

  private String packageName() {
    return elements.getPackageOf(lowered.owner()).getQualifiedName().toString();
  }

  private Companion companion(
      Sweeps inlined, Optional<Sweeps> throughModules, List<Inline.Call> calls) {
    String packageName = packageName();
    return new Companion(
        packageName,
        packageName.isEmpty()
            ? lowered.companion()
            : lowered.companion().substring(packageName.length() + 1),
        IrText.hash(lowered.method()),
        Chunks.split(IrText.write(lowered.method())),
        lowered.constructors(),
        inlined,
        throughModules,
        calls.stream().map(this::inlinedCall).toList(),
        declaredShapes(inlined.method()));
  }

  private Companion.InlinedCall inlinedCall(Inline.Call call) {
    String className = call.callee().className();
    TypeElement type = elements.getTypeElement(className.replace('$', '.'));
    boolean isFinal = type != null && type.getModifiers().contains(Modifier.FINAL);
    return new Companion.InlinedCall(
        call.module(), className, IrText.hash(call.callee()), call.hooks(), !isFinal);
  }

  private List<Companion.DeclaredShape> declaredShapes(Method method) {
    List<Companion.DeclaredShape> shapes = new ArrayList<>();
    for (int i = 0; i < method.parameters().size(); i++) {
      String text = method.shapes().get(i);
      if (!text.isBlank()) {
        shapes.add(
            new Companion.DeclaredShape(
                method.parameters().get(i), text, SizeMembers.in(text, lowered.owner())));
      }
    }
    return shapes;
  }
}
