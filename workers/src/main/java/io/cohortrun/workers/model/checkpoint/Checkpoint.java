package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.checkpoint.CheckpointFile.Region;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An opened checkpoint: named tensors, whatever the file's format. Elements are read when they are
 * asked for.
 */
public final class Checkpoint implements Closeable {

  /** {@code PK}, 3, 4. */
  private static final int ZIP = 0x504b_0304;

  /** Every pickle since protocol 2. */
  private static final int PICKLE = 0x80;

  private static final String LFS = "version https://git-lfs";

  private final Path path;
  private final CheckpointFile file;
  private final Map<String, Region> storages;
  private final SequencedMap<String, Tensor> tensors;

  private Checkpoint(Path path, CheckpointFile file, Content content) {
    this.path = path;
    this.file = file;
    this.storages = content.storages();
    this.tensors = StateDict.of(content.root());
  }

  /**
   * Opens a checkpoint: {@code torch.save}'s zip or older format, or safetensors, by what it begins
   * with.
   *
   * @throws ModelRejected {@code NotFound}, {@code BadCheckpoint} (damaged, or another format) or
   *     {@code UnsafeCheckpoint} (more than named tensors), with a sentence
   * @throws IOException the file cannot be read
   */
  public static Checkpoint open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new ModelRejected(Code.NotFound, "checkpoint %s is not a file".formatted(path));
    }
    CheckpointFile file = new CheckpointFile(path);
    try {
      return new Checkpoint(path, file, content(file));
    } catch (Refusal e) {
      file.close();
      throw rejected(path, e);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static Content content(CheckpointFile file) throws IOException {
    if (file.size() < 10) {
      throw Refusal.damaged("it has %d bytes: get the file again".formatted(file.size()));
    }
    ByteBuffer start = file.read(0, 9).order(ByteOrder.BIG_ENDIAN);
    // First, since the length of its header may begin as the others do; they never have this here.
    if (start.get(8) == '{') {
      return Safetensors.read(file);
    }
    if (start.getInt(0) == ZIP) {
      return TorchZip.read(file);
    }
    if ((start.get(0) & 0xFF) == PICKLE) {
      return TorchLegacy.read(file);
    }
    if (text(file, LFS.length()).equals(LFS)) {
      throw Refusal.damaged(
          "it is Git LFS's pointer to the file, not the file: get that with git lfs pull or the"
              + " hub's client");
    }
    throw Refusal.damaged(
        "it is neither a file of torch.save nor safetensors: get the file again, with the hub's"
            + " client or from its page");
  }

  private static String text(CheckpointFile file, int bytes) throws IOException {
    ByteBuffer start = file.read(0, Math.min(file.size(), bytes));
    return StandardCharsets.ISO_8859_1.decode(start).toString();
  }

  /** The tensors by name, in the file's order, without wrapper and prefix. */
  public SequencedMap<String, Tensor> tensors() {
    return tensors;
  }

  /** All elements of one of {@link #tensors}, outermost side first. */
  public double[] values(Tensor tensor) throws IOException {
    Region region = storages.get(tensor.storage());
    int width = tensor.type().bytes();
    try {
      ByteBuffer bytes = file.read(region.at() + tensor.offset() * width, tensor.span() * width);
      double[] values = new double[Math.toIntExact(tensor.size())];
      if (values.length > 0) {
        copy(tensor, 0, 0, bytes, values, 0);
      }
      return values;
    } catch (Refusal e) {
      throw rejected(path, e);
    }
  }

  private static int copy(
      Tensor tensor, int side, int from, ByteBuffer bytes, double[] values, int to) {
    if (side == tensor.shape().size()) {
      values[to] = tensor.type().value(bytes, from);
      return to + 1;
    }
    int next = to;
    int stride = tensor.strides().get(side).intValue();
    for (int i = 0; i < tensor.shape().get(side); i++) {
      next = copy(tensor, side + 1, from + i * stride, bytes, values, next);
    }
    return next;
  }

  private static ModelRejected rejected(Path path, Refusal e) {
    return new ModelRejected(e.code(), "checkpoint %s: %s".formatted(path, e.getMessage()), e);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
