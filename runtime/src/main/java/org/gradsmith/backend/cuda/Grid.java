/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

/**
 * The blocks and threads of a launch.
 *
 * @param blocksX {@code gridDim.x}
 * @param threadsX {@code blockDim.x}
 * @param sharedBytes memory that the threads of a block share, besides what the kernel declares
 */
public record Grid(
    int blocksX,
    int blocksY,
    int blocksZ,
    int threadsX,
    int threadsY,
    int threadsZ,
    int sharedBytes) {
  public Grid {
    boolean positive =
        blocksX > 0 && blocksY > 0 && blocksZ > 0 && threadsX > 0 && threadsY > 0 && threadsZ > 0;
    if (!positive || sharedBytes < 0) {
      throw new IllegalArgumentException(
          "a grid of (%d, %d, %d) blocks of (%d, %d, %d) threads with %d bytes of shared memory"
              .formatted(blocksX, blocksY, blocksZ, threadsX, threadsY, threadsZ, sharedBytes));
    }
  }

  /** Blocks in a line, of threads in a line. */
  public static Grid of(int blocks, int threads) {
    return new Grid(blocks, 1, 1, threads, 1, 1, 0);
  }

  /**
   * {@code 12 blocks}; {@code (2, 3, 1) blocks of (16, 16, 1) threads} if they are not in a line.
   */
  @Override
  public String toString() {
    return blocksY == 1 && blocksZ == 1 && threadsY == 1 && threadsZ == 1
        ? blocksX + " blocks"
        : "(%d, %d, %d) blocks of (%d, %d, %d) threads"
            .formatted(blocksX, blocksY, blocksZ, threadsX, threadsY, threadsZ);
  }
}
