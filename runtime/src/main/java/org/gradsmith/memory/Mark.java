/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/** Notes where an object was made that holds storages alive: a node of an autograd graph. */
final class Mark extends PhantomReference<Object> {
  private final Site site;

  Mark(Object node, Site site, ReferenceQueue<Object> queue) {
    super(node, queue);
    this.site = site;
  }

  Site site() {
    return site;
  }
}
