/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A shared library for 64-bit Linux (ELF64, little-endian), whose dependencies can be read and
 * renamed.
 *
 * <p>JCuda is built against one major version of CUDA's libraries. Their names carry it, and so do
 * the versions of their symbols, so a link with the other name does not satisfy the loader; a copy
 * of JCuda's library in which both are replaced does. Format: System V ABI, chapters 4 and 5, and
 * the Linux Standard Base for the section of needed versions.
 */
final class ElfFile {
  private static final int STRING_TABLE = 3;
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int NEEDED_VERSIONS = 0x6ffffffe;

  /** Bytes of an entry in the table of symbols. */
  private static final int SYMBOL = 24;

  private record Section(int type, int offset, int size, int link, int entries) {}

  private final byte[] content;

  /** The content as numbers. */
  private final ByteBuffer bytes;

  private final List<Section> sections = new ArrayList<>();

  private ElfFile(byte[] content, ByteBuffer bytes) {
    this.content = content;
    this.bytes = bytes;
    int table = (int) bytes.getLong(0x28);
    int size = bytes.getShort(0x3a) & 0xffff;
    int count = bytes.getShort(0x3c) & 0xffff;
    for (int i = 0; i < count; i++) {
      int at = table + i * size;
      sections.add(
          new Section(
              bytes.getInt(at + 4),
              (int) bytes.getLong(at + 0x18),
              (int) bytes.getLong(at + 0x20),
              bytes.getInt(at + 0x28),
              bytes.getInt(at + 0x2c)));
    }
  }

  /**
   * Reads a library.
   *
   * @throws IOException if the file cannot be read, or is no library of that format
   */
  static ElfFile read(Path file) throws IOException {
    return of(Files.readAllBytes(file), file.toString());
  }

  static ElfFile of(byte[] given, String name) throws IOException {
    byte[] content = given.clone();
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    boolean fits =
        content.length >= 64
            && bytes.getInt(0) == 0x464c457f
            && bytes.get(4) == 2
            && bytes.get(5) == 1;
    if (!fits) {
      throw new IOException(name + " is no little-endian ELF64 file");
    }
    return new ElfFile(content, bytes);
  }

  byte[] content() {
    return content.clone();
  }

  /** The undefined symbols that start with a prefix: what the library wants from others. */
  SortedSet<String> imports(String prefix) {
    SortedSet<String> names = new TreeSet<>();
    for (Section section : sections) {
      if (section.type != DYNAMIC_SYMBOLS) {
        continue;
      }
      int strings = sections.get(section.link).offset;
      for (int at = section.offset; at < section.offset + section.size; at += SYMBOL) {
        String name = text(strings + bytes.getInt(at));
        boolean defined = bytes.getShort(at + 6) != 0;
        if (!defined && name.startsWith(prefix)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /**
   * Replaces a needed library, and the version of its symbols that bears the same name.
   *
   * @param to a name as long as the one it replaces, so that nothing moves
   * @return whether the library was needed
   */
  boolean rename(String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(from + " and " + to + " differ in length");
    }
    boolean found = false;
    for (Section section : sections) {
      if (section.type == NEEDED_VERSIONS) {
        found |= renameVersions(section, from, to);
      }
    }
    // The text last: the needed library and its version share one string.
    for (Section section : sections) {
      if (section.type == STRING_TABLE) {
        found |= renameStrings(section, from, to);
      }
    }
    return found;
  }

  /**
   * A list of libraries, each with a list of versions, whose entries hold hashes of their names.
   */
  private boolean renameVersions(Section section, String from, String to) {
    boolean found = false;
    int strings = sections.get(section.link).offset;
    int library = section.offset;
    for (int i = 0; i < section.entries; i++) {
      int version = library + bytes.getInt(library + 8);
      for (int left = bytes.getShort(library + 2) & 0xffff; left > 0; left--) {
        if (text(strings + bytes.getInt(version + 8)).equals(from)) {
          bytes.putInt(version, hash(to));
          found = true;
        }
        version += bytes.getInt(version + 12);
      }
      library += bytes.getInt(library + 12);
    }
    return found;
  }

  private boolean renameStrings(Section section, String from, String to) {
    byte[] old = (from + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] name = to.getBytes(StandardCharsets.US_ASCII);
    boolean found = false;
    for (int at = section.offset; at + old.length <= section.offset + section.size; at++) {
      if (Arrays.equals(content, at, at + old.length, old, 0, old.length)) {
        System.arraycopy(name, 0, content, at, name.length);
        found = true;
      }
    }
    return found;
  }

  private String text(int at) {
    int end = at;
    while (bytes.get(end) != 0) {
      end++;
    }
    return new String(content, at, end - at, StandardCharsets.US_ASCII);
  }

  /** The hash of the System V ABI, chapter 5. */
  private static int hash(String name) {
    int hash = 0;
    for (byte letter : name.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash << 4) + (letter & 0xff);
      int high = hash & 0xf0000000;
      hash ^= high >>> 24;
      hash &= ~high;
    }
    return hash;
  }
}
