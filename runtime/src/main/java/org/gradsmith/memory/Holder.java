/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one op at one line has made and somebody still holds.
 *
 * @param op the op whose results they are
 * @param line the user's line, as {@code Training.java:40}
 * @param storages their number
 * @param byteSize bytes they hold
 * @param nodes nodes of autograd graphs, which keep storages and each other; counted only while
 *     tracking is on
 */
public record Holder(String op, String line, long storages, long byteSize, long nodes) {
  private static final int SHOWN = 10;

  /** By place, as far as places were noted. */
  static Map<Site, Holder> all(Collection<Lease> leases, Collection<Mark> marks) {
    Map<Site, Holder> holders = new HashMap<>();
    for (Lease lease : leases) {
      Site site = lease.site();
      if (site != null) {
        Holder one = new Holder(site.op(), site.line(), lease.storages(), lease.used(), 0);
        holders.merge(site, one, Holder::and);
      }
    }
    for (Mark mark : marks) {
      Site site = mark.site();
      holders.merge(site, new Holder(site.op(), site.line(), 0, 0, 1), Holder::and);
    }
    return holders;
  }

  private Holder and(Holder other) {
    return new Holder(
        op, line, storages + other.storages, byteSize + other.byteSize, nodes + other.nodes);
  }

  /** Whether it is more than another one. */
  boolean exceeds(Holder other) {
    return byteSize > other.byteSize || nodes > other.nodes;
  }

  static List<Holder> largest(Collection<Lease> leases, Collection<Mark> marks) {
    return all(leases, marks).values().stream()
        .sorted(
            Comparator.comparingLong(Holder::byteSize)
                .reversed()
                .thenComparing(Holder::line)
                .thenComparing(Holder::op))
        .limit(SHOWN)
        .toList();
  }

  /** {@code 1.5 GiB in 40 storages, and 40 graph nodes, of 'add' at Training.java:40}. */
  @Override
  public String toString() {
    return "%s in %d %s%s of '%s' at %s"
        .formatted(
            ByteSize.text(byteSize),
            storages,
            storages == 1 ? "storage" : "storages",
            nodes == 0 ? "" : ", and %d graph %s,".formatted(nodes, nodes == 1 ? "node" : "nodes"),
            op,
            line);
  }
}
