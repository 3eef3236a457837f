/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.processor.shape.Dim;

/** The shapes that methods declare by {@code @Shape}, and sizes that constructors decide. */
public interface DeclaredShapes {
  /**
   * What one method declares.
   *
   * @param owner simple name of the class that declares it
   * @param name its name
   * @param isLibrary whether it is one of the library's
   * @param row the row of the op table that it stands for, if it does
   * @param names the names of the parameters, a tensor's own method has the tensor first
   * @param parameters the text at each parameter; blank where there is none
   * @param result the text at the method; blank where there is none
   * @param members the {@code int} fields of the object whose method it is
   */
  record Signature(
      String owner,
      String name,
      boolean isLibrary,
      Optional<String> row,
      List<String> names,
      List<String> parameters,
      String result,
      Set<String> members) {
    public Signature {
      names = List.copyOf(names);
      parameters = List.copyOf(parameters);
      members = Set.copyOf(members);
    }
  }

  /** The method itself. */
  Optional<Signature> own();

  /** The {@code forward} of a module's class, by its canonical name. */
  Optional<Signature> forward(String className);

  /** The classes that may have been generated for that method, by canonical name. */
  List<String> forwardClasses(String className);

  /** A function, by the canonical name of the class that is generated for it. */
  Optional<Signature> function(String sweep);

  /** The texts at the components of a record, by canonical name; none for other classes. */
  Map<String, String> components(String type);

  /** The text at a tensor field or accessor of the method's object. */
  Optional<String> field(String name);

  /** A method that this compilation reads too, by the canonical name of its generated class. */
  Optional<FlowMethod> body(String sweep);

  /** A final integer field of the method's object, in names of its constructor's parameters. */
  Optional<Dim> made(String field);

  /** A final integer field of the object in a field of the method's object, likewise. */
  Optional<Dim> made(String field, String member);

  /** What the object in a field was made with, by the name of its constructor's parameter. */
  Optional<Dim> given(String field, String parameter);
}
