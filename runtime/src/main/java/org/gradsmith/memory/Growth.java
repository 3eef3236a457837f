/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches what each place of the program still holds after garbage collections. A loop in a steady
 * state soon stops setting records; a place that sets one record after the other keeps its past.
 */
final class Growth {
  /** So many records in a row are no accident of the moments at which we looked. */
  private static final int RECORDS = 4;

  private final Map<Site, Record> records = new HashMap<>();

  private record Record(Holder most, int inARow) {}

  /** Notes what is held after a collection. */
  synchronized void sample(Map<Site, Holder> holders) {
    records.keySet().retainAll(holders.keySet());
    holders.forEach((site, now) -> {
      Record known = records.get(site);
      if (known == null) {
        records.put(site, new Record(now, 0));
      } else if (now.exceeds(known.most)) {
        records.put(site, new Record(now, known.inARow + 1));
      } else {
        records.put(site, new Record(known.most, 0));
      }
    });
  }

  /** The places that grew at each of the last collections, the largest first. */
  synchronized List<Holder> growing() {
    return records.values().stream()
        .filter(record -> record.inARow >= RECORDS)
        .map(Record::most)
        .sorted(Comparator.comparingLong(Holder::byteSize).reversed())
        .toList();
  }
}
