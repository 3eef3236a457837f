/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

/** Takes a hook away again. */
@FunctionalInterface
public interface HookHandle {
  /** Takes the hook away; does nothing the second time. */
  void remove();
}
