/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.digest;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Hash of a method's instructions as they are meant: constants, members and branch targets by
 * value, whatever their places in the constant pool, and without line numbers and names of locals.
 * Two compilations of the same source with the same compiler give the same hash, also after a
 * change elsewhere in the class.
 */
public final class MethodDigest {
  private MethodDigest() {}

  /**
   * SHA-256 of a method's instructions, in hexadecimal digits.
   *
   * @param classFile the bytes of a class file
   * @param name the method's name
   * @param descriptor its parameters and result as the class file spells them
   * @return nothing if the bytes are not a class file this Java can read, or the method is not
   *     there or has no code
   */
  public static Optional<String> of(byte[] classFile, String name, String descriptor) {
    try {
      ClassModel model = ClassFile.of().parse(classFile);
      for (MethodModel method : model.methods()) {
        if (method.methodName().equalsString(name)
            && method.methodType().equalsString(descriptor)) {
          return method.code().map(MethodDigest::hash);
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String hash(CodeModel code) {
    try {
      byte[] text = InstructionText.of(code).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
