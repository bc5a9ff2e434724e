package io.cohortrun.workers.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/** A golden pair of which one logit is another. */
public final class MovedPair {

  private MovedPair() {}

  /** The pair with so much added to the logit nearest 0, where a probability moves most. */
  public static Path nearestZero(Path pair, float more, Path to) throws IOException {
    Npz.Array logits = Npz.read(pair, "logits_f32");
    ByteBuffer bytes = logits.bytes().order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (int i = 0; i < bytes.limit(); i += Float.BYTES) {
      at = Math.abs(bytes.getFloat(i)) < Math.abs(bytes.getFloat(at)) ? i : at;
    }
    bytes.putFloat(at, bytes.getFloat(at) + more);
    Npz.write(to, Map.of("input_u8", Npz.read(pair, "input_u8"), "logits_f32", logits));
    return to;
  }
}
