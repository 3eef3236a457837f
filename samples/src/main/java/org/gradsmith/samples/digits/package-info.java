/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Handwritten-looking digits, drawn by this package itself, so that the digit samples run on a
/// machine that has no data and no network. Into it go a seed and a number of images; out come
/// pictures of 28 by 28 grey values with their labels, the same on every machine.
///
/// In the order of the work: `Glyphs` holds the strokes of each digit in several styles, `Glyph`
/// bends their control points and flattens the curves, `Warp` slants, turns and stretches the
/// result elastically, `Pen` inks it, and `DrawnDigits` does that for a whole set in parallel.
///
/// It knows nothing of tensors, nets or files.
@NullMarked
package org.gradsmith.samples.digits;

import org.jspecify.annotations.NullMarked;
