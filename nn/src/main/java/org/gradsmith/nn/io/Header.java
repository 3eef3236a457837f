/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.io;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: where each tensor lies and what it is. Tensors stand in the
 * order of their bytes.
 *
 * @param tensors name to description
 * @param metadata free text by key
 */
record Header(Map<String, Entry> tensors, Map<String, String> metadata) {
  /** One tensor: its bytes run from begin to end, counted from the end of the header. */
  record Entry(ElementType type, List<Long> shape, long begin, long end) {
    Entry {
      shape = List.copyOf(shape);
    }

    long[] sizes() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final int MAX_RANK = 64;

  Header {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Reads a header whose tensors must fill exactly the given number of bytes. */
  static Header parse(String file, String json, long dataBytes) throws SafetensorsFormatException {
    if (!json.startsWith("{")) {
      throw new SafetensorsFormatException(
          file + ": the header must start with '{', so this is not a safetensors file");
    }
    HeaderScanner scanner = new HeaderScanner(file, json);
    scanner.expect('{', "to begin the header");
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    boolean seenMetadata = false;
    if (!scanner.accept('}')) {
      do {
        String name = scanner.string("a tensor name");
        scanner.expect(':', "after a name");
        if (name.equals(METADATA)) {
          if (seenMetadata) {
            throw scanner.problem(METADATA + " occurs twice");
          }
          seenMetadata = true;
          metadata.putAll(readMetadata(scanner));
        } else if (entries.put(name, readEntry(file, name, scanner)) != null) {
          throw scanner.problem("tensor '" + name + "' occurs twice");
        }
      } while (scanner.accept(','));
      scanner.expect('}', "to end the header");
    }
    scanner.expectEnd();
    return new Header(inOrderOfBytes(file, entries, dataBytes), metadata);
  }

  /** The header as JSON, padded with spaces so that the data behind it is aligned to 8 bytes. */
  String toJson() {
    StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      quote(json, METADATA).append(":{");
      metadata.forEach((key, value) -> {
        separate(json);
        quote(quote(json, key).append(':'), value);
      });
      json.append('}');
    }
    tensors.forEach((name, entry) -> {
      separate(json);
      quote(json, name).append(":{\"dtype\":\"").append(entry.type()).append("\",\"shape\":[");
      for (long size : entry.shape()) {
        separate(json).append(size);
      }
      json.append("],\"data_offsets\":[");
      json.append(entry.begin()).append(',').append(entry.end()).append("]}");
    });
    return json.append('}').toString();
  }

  /** Spaces that bring a header of so many bytes to a multiple of 8. */
  static int padding(int headerBytes) {
    return (ALIGNMENT - headerBytes % ALIGNMENT) % ALIGNMENT;
  }

  private static Map<String, String> readMetadata(HeaderScanner scanner)
      throws SafetensorsFormatException {
    Map<String, String> metadata = new LinkedHashMap<>();
    scanner.expect('{', "to begin " + METADATA);
    if (scanner.accept('}')) {
      return metadata;
    }
    do {
      String key = scanner.string("a key of " + METADATA);
      scanner.expect(':', "after a key");
      if (metadata.put(key, scanner.string("the text of " + METADATA + " '" + key + "'")) != null) {
        throw scanner.problem(METADATA + " has the key '" + key + "' twice");
      }
    } while (scanner.accept(','));
    scanner.expect('}', "to end " + METADATA);
    return metadata;
  }

  private static Entry readEntry(String file, String name, HeaderScanner scanner)
      throws SafetensorsFormatException {
    String tensor = "tensor '" + name + "'";
    String type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    scanner.expect('{', "to begin " + tensor);
    do {
      String key = scanner.string("a key of " + tensor);
      scanner.expect(':', "after a key");
      if (key.equals("dtype") && type == null) {
        type = scanner.string("the dtype of " + tensor);
      } else if (key.equals("shape") && shape == null) {
        shape = integers(scanner, "the shape of " + tensor);
      } else if (key.equals("data_offsets") && offsets == null) {
        offsets = integers(scanner, "the data_offsets of " + tensor);
      } else {
        throw scanner.problem(
            tensor + " may have dtype, shape and data_offsets, once each, not '" + key + "'");
      }
    } while (scanner.accept(','));
    scanner.expect('}', "to end " + tensor);
    if (type == null || shape == null || offsets == null) {
      throw scanner.problem(tensor + " must have dtype, shape and data_offsets");
    }
    if (offsets.size() != 2) {
      throw scanner.problem("data_offsets of " + tensor + " must be two numbers");
    }
    return entry(file, tensor, type, shape, offsets);
  }

  private static Entry entry(
      String file, String tensor, String typeName, List<Long> shape, List<Long> offsets)
      throws SafetensorsFormatException {
    ElementType type =
        ElementType.named(typeName)
            .orElseThrow(() ->
                new SafetensorsFormatException(
                    "%s: %s has dtype '%s'; this library holds %s"
                        .formatted(file, tensor, typeName, List.of(ElementType.values()))));
    long bytes = type.dtype().byteSize();
    try {
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException _) {
      throw new SafetensorsFormatException(
          "%s: %s of shape %s is larger than any file can be".formatted(file, tensor, shape));
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (end < begin || end - begin != bytes) {
      throw new SafetensorsFormatException(
          "%s: %s of shape %s and dtype %s takes %s bytes, but data_offsets are [%s, %s]"
              .formatted(file, tensor, shape, type, bytes, begin, end));
    }
    return new Entry(type, shape, begin, end);
  }

  private static List<Long> integers(HeaderScanner scanner, String role)
      throws SafetensorsFormatException {
    List<Long> numbers = new ArrayList<>();
    scanner.expect('[', "to begin " + role);
    if (scanner.accept(']')) {
      return numbers;
    }
    do {
      if (numbers.size() == MAX_RANK) {
        throw scanner.problem(role + " has more than " + MAX_RANK + " numbers");
      }
      numbers.add(scanner.unsigned("an element of " + role));
    } while (scanner.accept(','));
    scanner.expect(']', "to end " + role);
    return numbers;
  }

  private static Map<String, Entry> inOrderOfBytes(
      String file, Map<String, Entry> entries, long dataBytes) throws SafetensorsFormatException {
    List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    Map<String, Entry> result = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, Entry> each : sorted) {
      Entry entry = each.getValue();
      if (entry.begin() != end) {
        throw new SafetensorsFormatException(
            "%s: tensor '%s' begins at byte %s of the data, but the tensors before it end at %s: %s"
                .formatted(
                    file,
                    each.getKey(),
                    entry.begin(),
                    end,
                    entry.begin() < end ? "they overlap" : "there is a hole"));
      }
      end = entry.end();
      result.put(each.getKey(), entry);
    }
    if (end != dataBytes) {
      throw new SafetensorsFormatException(
          "%s: the header describes %s bytes of data, but the file holds %s: it is %s"
              .formatted(
                  file, end, dataBytes, dataBytes < end ? "truncated" : "followed by other bytes"));
    }
    return result;
  }

  private static StringBuilder separate(StringBuilder json) {
    char last = json.charAt(json.length() - 1);
    return last == '{' || last == '[' ? json : json.append(',');
  }

  /** Escapes what RFC 8259 asks for and nothing else, as the reference implementation does. */
  private static StringBuilder quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return json.append('"');
  }
}
