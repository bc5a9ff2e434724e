package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.CheckpointFile.Region;
import io.cohortrun.workers.model.checkpoint.PickleValue.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip of one pickle and one entry a storage.
 */
final class TorchZip {

  private static final String PICKLE = "data.pkl";
  private static final String STORAGE = "data/";
  private static final long LARGEST_PICKLE = 4 << 20;
  private static final Set<String> OTHERS =
      Set.of(
          "version",
          "byteorder",
          ".format_version",
          ".storage_alignment",
          ".data/serialization_id");

  private TorchZip() {}

  static Content read(CheckpointFile file) throws IOException {
    SequencedMap<String, Region> entries = ZipIndex.of(file);
    String first = entries.isEmpty() ? "" : entries.firstEntry().getKey();
    String root = first.substring(0, first.indexOf('/') + 1);
    Region pickle = entries.get(root + PICKLE);
    if (pickle == null || pickle.bytes() > LARGEST_PICKLE) {
      throw Refusal.damaged(
          "it is a zip archive without %s: not a checkpoint of PyTorch".formatted(PICKLE));
    }
    Map<String, Region> storages = new LinkedHashMap<>();
    for (Map.Entry<String, Region> e : entries.entrySet()) {
      String name = e.getKey().startsWith(root) ? e.getKey().substring(root.length()) : "";
      if (name.startsWith(STORAGE)) {
        storages.put(name.substring(STORAGE.length()), e.getValue());
      } else if (!name.equals(PICKLE) && !OTHERS.contains(name)) {
        throw Refusal.unsafe(
            "it holds the entry '%s', which a table of tensors does not need"
                .formatted(e.getKey()));
      }
    }
    Region order = entries.get(root + "byteorder");
    if (order != null && !text(file, order).equals("little")) {
      throw Refusal.damaged("it was written on a big-endian machine; save it again on another");
    }
    PickleReader reader = new PickleReader(file.read(pickle.at(), pickle.bytes()));
    PickleValue table = reader.read();
    for (Stored s : reader.storages().values()) {
      Region found = storages.get(s.key());
      if (found == null
          || found.bytes() / s.type().bytes() != s.elements()
          || found.bytes() % s.type().bytes() != 0) {
        throw Refusal.damaged(
            "its storage %s has %d bytes, not %d elements of type %s: get the file again"
                .formatted(s.key(), found == null ? 0 : found.bytes(), s.elements(), s.type()));
      }
    }
    for (String key : storages.keySet()) {
      if (!reader.storages().containsKey(key)) {
        throw Refusal.unsafe("it holds the storage %s, which no tensor uses".formatted(key));
      }
    }
    return new Content(table, storages);
  }

  private static String text(CheckpointFile file, Region entry) throws IOException {
    return StandardCharsets.US_ASCII
        .decode(file.read(entry.at(), Math.min(entry.bytes(), 16)))
        .toString();
  }
}
