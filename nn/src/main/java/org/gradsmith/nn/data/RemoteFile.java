/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

/**
 * A file that is known before it is downloaded.
 *
 * @param name its name, in the URL and on disk
 * @param size its bytes
 * @param sha256 the SHA-256 of its content in lower-case hexadecimal digits
 */
public record RemoteFile(String name, long size, String sha256) {}
