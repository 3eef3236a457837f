/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What a user sees who lives outside of this repository: a copy of the template project, built by a
/// Maven of its own from the packed artifacts, in a folder with a blank and an umlaut in its name.
@NullMarked
package org.gradsmith.external;

import org.jspecify.annotations.NullMarked;
