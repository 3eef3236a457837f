/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.function.Consumer;

/** Writes classes without fields, which have a public constructor without parameters. */
final class StatelessClass {
  private StatelessClass() {}

  /**
   * The class file of a class.
   *
   * @param type the interface that it implements
   * @param methods adds the methods
   */
  static byte[] write(ClassDesc name, ClassDesc type, Consumer<ClassBuilder> methods) {
    return ClassFile.of()
        .build(
            name,
            builder -> {
              builder
                  .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                  .withInterfaceSymbols(type)
                  .withMethodBody(
                      ConstantDescs.INIT_NAME,
                      ConstantDescs.MTD_void,
                      ClassFile.ACC_PUBLIC,
                      code ->
                          code.aload(code.receiverSlot())
                              .invokespecial(
                                  ConstantDescs.CD_Object,
                                  ConstantDescs.INIT_NAME,
                                  ConstantDescs.MTD_void)
                              .return_());
              methods.accept(builder);
            });
  }
}
