/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;

/**
 * A place in the user's source.
 *
 * @param element the annotated method: where compilers without javac's trees show the problem
 * @param tree the exact tree; empty where the element as a whole is meant
 * @param file name of the source file, without folders
 * @param line line number, from 1
 * @param column column number, from 1
 */
public record Place(Element element, Optional<Exact> tree, String file, long line, long column) {

  /**
   * A tree of a copy of the source, which has the offsets of the source.
   *
   * @param unit the copy
   * @param start offset of the tree's first character
   * @param end offset behind its last one
   */
  public record Exact(CompilationUnitTree unit, Tree tree, long start, long end) {}

  /** Offset of the first character, for an order of places in a file. */
  public long start() {
    return tree.map(Exact::start).orElse(0L);
  }

  /** The place of an element as a whole. */
  public static Place of(Element element) {
    return new Place(element, Optional.empty(), "", 0, 0);
  }

  /** The place of an annotation, as exactly as the compiler lets one say it. */
  public static Place of(Element element, AnnotationMirror annotation, Optional<Trees> trees) {
    Optional<TreePath> found =
        trees.flatMap(t -> Optional.ofNullable(t.getPath(element, annotation)));
    return found.map(path -> of(element, path, trees.get())).orElseGet(() -> of(element));
  }

  private static Place of(Element element, TreePath path, Trees trees) {
    CompilationUnitTree unit = path.getCompilationUnit();
    long start = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
    long end = trees.getSourcePositions().getEndPosition(unit, path.getLeaf());
    String name = unit.getSourceFile().getName().replace('\\', '/');
    return new Place(
        element,
        Optional.of(new Exact(unit, path.getLeaf(), start, end)),
        name.substring(name.lastIndexOf('/') + 1),
        unit.getLineMap().getLineNumber(start),
        unit.getLineMap().getColumnNumber(start));
  }
}
