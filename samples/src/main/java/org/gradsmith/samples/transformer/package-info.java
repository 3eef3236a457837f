/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// A small transformer, written by hand and trained to continue a text character by character. Into
/// it goes a text; out come lines of the loss, and text of the model's own. `LayerNorm`,
/// `CausalAttention`, `Block` and `CharacterModel` are what users write. It knows nothing of
/// command lines.
@NullMarked
package org.gradsmith.samples.transformer;

import org.jspecify.annotations.NullMarked;
