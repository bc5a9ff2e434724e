package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.CheckpointFile.Region;
import io.cohortrun.workers.model.checkpoint.PickleValue.Flag;
import io.cohortrun.workers.model.checkpoint.PickleValue.Row;
import io.cohortrun.workers.model.checkpoint.PickleValue.Stored;
import io.cohortrun.workers.model.checkpoint.PickleValue.Table;
import io.cohortrun.workers.model.checkpoint.PickleValue.Text;
import io.cohortrun.workers.model.checkpoint.PickleValue.Whole;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code torch.save} wrote before PyTorch 1.6, and still does on request: five pickles (magic
 * number, protocol, machine, content, keys), then the storages one after the other, each preceded
 * by its number of elements.
 */
final class TorchLegacy {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;
  private static final long LARGEST_PICKLES = 4 << 20;

  private TorchLegacy() {}

  static Content read(CheckpointFile file) throws IOException {
    ByteBuffer start = file.read(0, Math.min(file.size(), LARGEST_PICKLES));
    if (!next(start).equals(new Whole(MAGIC)) || !next(start).equals(Whole.of(PROTOCOL))) {
      throw Refusal.damaged("it is a pickle, but not a checkpoint of PyTorch");
    }
    if (!(next(start) instanceof Table machine)
        || !new Flag(true).equals(machine.values().get("little_endian"))) {
      throw Refusal.damaged("it was written on a big-endian machine; save it again on another");
    }
    PickleReader content = new PickleReader(start);
    PickleValue root = content.read();
    if (!(next(start) instanceof Row keys)) {
      throw Refusal.damaged("it does not list its storages");
    }
    return new Content(root, storages(file, start.position(), keys.values(), content.storages()));
  }

  private static PickleValue next(ByteBuffer start) {
    return new PickleReader(start).read();
  }

  private static Map<String, Region> storages(
      CheckpointFile file, long from, List<PickleValue> keys, Map<String, Stored> named)
      throws IOException {
    Map<String, Region> storages = new LinkedHashMap<>();
    long at = from;
    for (PickleValue key : keys) {
      if (!(key instanceof Text text) || !named.containsKey(text.text())) {
        throw Refusal.damaged("it lists a storage that no tensor uses");
      }
      String name = text.text();
      long elements = file.read(at, Long.BYTES).getLong();
      int width = named.get(name).type().bytes();
      at += Long.BYTES;
      if (elements != named.get(name).elements() || elements > (file.size() - at) / width) {
        throw Refusal.damaged(
            "it ends at byte %d, within its storage %s: get the file again"
                .formatted(file.size(), name));
      }
      if (storages.put(name, new Region(at, elements * width)) != null) {
        throw Refusal.unsafe("it lists the storage %s twice".formatted(name));
      }
      at += elements * width;
    }
    if (!storages.keySet().equals(named.keySet())) {
      throw Refusal.damaged("it does not list all storages that its tensors use");
    }
    if (at != file.size()) {
      throw Refusal.damaged("%d bytes follow its last storage".formatted(file.size() - at));
    }
    return storages;
  }
}
