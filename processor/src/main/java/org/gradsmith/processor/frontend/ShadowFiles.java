/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.ForwardingJavaFileObject;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** The class path of the shadow compilation: whatever the running compilation knows. */
final class ShadowFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private final Elements elements;

  ShadowFiles(StandardJavaFileManager platform, Elements elements) {
    super(platform);
    this.elements = elements;
  }

  @Override
  public boolean hasLocation(Location location) {
    if (location == StandardLocation.CLASS_PATH) {
      return true;
    }
    return location != StandardLocation.SOURCE_PATH
        && location != StandardLocation.MODULE_PATH
        && super.hasLocation(location);
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    if (location != StandardLocation.CLASS_PATH) {
      return super.list(location, packageName, kinds, recurse);
    }
    List<JavaFileObject> files = new ArrayList<>();
    PackageElement found = elements.getPackageElement(packageName);
    if (found != null) {
      for (TypeElement type : ElementFilter.typesIn(found.getEnclosedElements())) {
        add(type, kinds, files);
      }
    }
    return files;
  }

  private void add(TypeElement type, Set<JavaFileObject.Kind> kinds, List<JavaFileObject> files) {
    JavaFileObject file = file(type);
    if (file == null) {
      return;
    }
    if (kinds.contains(file.getKind())) {
      files.add(new Named(file, elements.getBinaryName(type).toString()));
    }
    if (file.getKind() == JavaFileObject.Kind.CLASS) {
      for (TypeElement nested : ElementFilter.typesIn(type.getEnclosedElements())) {
        add(nested, kinds, files);
      }
    }
  }

  private @Nullable JavaFileObject file(TypeElement type) {
    try {
      return elements.getFileObjectOf(type);
    } catch (IllegalArgumentException _) { // a class without a file
      return null;
    }
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof Named named ? named.binaryName : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a.toUri().equals(b.toUri());
  }

  /** A file that knows its class: several top-level classes may share one source. */
  private static final class Named extends ForwardingJavaFileObject<JavaFileObject> {
    private final String binaryName;

    Named(JavaFileObject file, String binaryName) {
      super(file);
      this.binaryName = binaryName;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == getKind()
          && (binaryName.equals(simpleName)
              || binaryName.endsWith("." + simpleName)
              || binaryName.endsWith("$" + simpleName));
    }
  }
}
