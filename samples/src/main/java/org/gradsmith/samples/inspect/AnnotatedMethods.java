/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Finds the {@code @Differentiable} methods of a class in its source, by javac's own parser. */
final class AnnotatedMethods {
  private static final String DIFFERENTIABLE = "Differentiable";

  /** Lines of a source, numbered from 1, both ends included. */
  record Lines(int first, int last) {}

  private AnnotatedMethods() {}

  /**
   * The lines of each annotated method of a class, given by its binary name without package, {@code
   * Outer$Net}; none where this JVM has no compiler.
   */
  static List<Lines> in(String source, String className) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      return List.of();
    }
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null, null, _ -> {}, List.of("-proc:none"), null, List.of(new Text(source)));
    List<Lines> found = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      new Search(unit, Trees.instance(task).getSourcePositions(), className, found)
          .scan(unit, null);
    }
    return found;
  }

  /** Walks down to the class, which may be nested, and collects its methods. */
  private static final class Search extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String wanted;
    private final List<Lines> found;
    private String here = "";

    Search(CompilationUnitTree unit, SourcePositions positions, String wanted, List<Lines> found) {
      this.unit = unit;
      this.positions = positions;
      this.wanted = wanted;
      this.found = found;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      String outer = here;
      here = outer.isEmpty() ? tree.getSimpleName().toString() : outer + "$" + tree.getSimpleName();
      super.visitClass(tree, null);
      here = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
      if (here.equals(wanted)
          && tree.getModifiers().getAnnotations().stream().anyMatch(Search::isDifferentiable)) {
        LineMap lines = unit.getLineMap();
        found.add(
            new Lines(
                (int) lines.getLineNumber(positions.getStartPosition(unit, tree)),
                (int) lines.getLineNumber(positions.getEndPosition(unit, tree))));
      }
      return super.visitMethod(tree, null);
    }

    private static boolean isDifferentiable(AnnotationTree annotation) {
      String name = annotation.getAnnotationType().toString();
      return name.substring(name.lastIndexOf('.') + 1).equals(DIFFERENTIABLE);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String content;

    Text(String content) {
      super(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE);
      this.content = content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return content;
    }
  }
}
