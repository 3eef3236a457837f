/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

/**
 * How large a {@link CharacterModel} is.
 *
 * @param characters how many different ones there are
 * @param context the most characters that it sees at once
 * @param features numbers per place
 * @param heads of attention, which divide the features
 * @param blocks one behind the other
 * @param dropout probability with which a number is left out in training
 */
public record CharacterModelSize(
    int characters, int context, int features, int heads, int blocks, double dropout) {}
