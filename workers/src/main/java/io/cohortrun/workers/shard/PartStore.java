package io.cohortrun.workers.shard;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one slide, numeric class and map size in the output store. */
final class PartStore {

  private static final Logger log = LoggerFactory.getLogger(PartStore.class);
  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)\\.zst");

  private final ObjectStore store;
  private final SlideHeader header;
  private final int mapPx;
  private final String prefix;

  PartStore(ObjectStore store, SlideHeader header, int mapPx) {
    this.store = store;
    this.header = header;
    this.mapPx = mapPx;
    this.prefix = prefix(header.slideKey(), header.numericClass(), mapPx);
  }

  /** Key prefix of all parts of a slide, whatever their class. */
  static String all(String slideKey) {
    return "slides/" + slideKey + "/parts/";
  }

  private static String prefix(String slideKey, NumericClass numericClass, int mapPx) {
    try {
      byte[] of = Json.MAPPER.writeValueAsBytes(List.of(numericClass, mapPx));
      String digest = HexFormat.of().formatHex(PartCodec.sha256(of), 0, 8);
      return all(slideKey) + digest + "/";
    } catch (IOException e) {
      throw new IllegalStateException("a numeric class is plain text", e);
    }
  }

  String key(int from, int to) {
    return "%s%07d-%07d.zst".formatted(prefix, from, to);
  }

  /** Writes a part durably: when this returns, no kill can lose it. */
  void write(Part part) throws IOException {
    store.put(key(part.from(), part.to()), PartCodec.write(part));
    KillPoints.hit(KillPoint.PART_NEXT_PART);
  }

  /**
   * Notes that tiles of the range that begins at {@code start} are being inferred; a process that
   * finds the note knows that a dead one may have lost some.
   */
  void begin(int start) throws IOException {
    store.put(note(start), new byte[0]);
  }

  /** Takes the note back: nothing that was inferred is outside of parts. */
  void end(int start) throws IOException {
    store.deleteAll(note(start));
  }

  /** Whether a {@link #begin} did not end in order. */
  boolean begun(int start) throws IOException {
    return store.get(note(start)).isPresent();
  }

  private String note(int start) {
    return "%sbegun-%07d".formatted(prefix, start);
  }

  /** A part that is there, and how many of its tiles did not decode. */
  record Stored(PartCover.Range range, int unreadable) {}

  /**
   * Ranges of whole, own parts that cover tiles from {@code start} without gap. A damaged or
   * foreign part is passed over with a warning, and its tiles are inferred again.
   */
  List<Stored> cover(int start, int end) throws IOException {
    Map<PartCover.Range, Optional<Stored>> checked = new HashMap<>();
    List<PartCover.Range> known = known();
    while (true) {
      List<PartCover.Range> chain = PartCover.longest(known, start, end);
      List<Stored> good = new ArrayList<>();
      for (PartCover.Range r : chain) {
        checked.computeIfAbsent(r, this::check).ifPresent(good::add);
      }
      if (good.size() == chain.size()) {
        return good;
      }
      known.removeIf(r -> checked.containsKey(r) && checked.get(r).isEmpty());
    }
  }

  private List<PartCover.Range> known() throws IOException {
    List<PartCover.Range> known = new ArrayList<>();
    for (String key : store.list(prefix)) {
      Matcher m = NAME.matcher(key.substring(prefix.length()));
      if (m.matches()) {
        known.add(new PartCover.Range(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
      }
    }
    return known;
  }

  /** Reads a part found by {@link #cover}. */
  Part read(PartCover.Range range) throws IOException {
    String key = key(range.from(), range.to());
    byte[] bytes =
        store.get(key).orElseThrow(() -> new IOException("part " + key + " disappeared"));
    Part part = PartCodec.read(bytes);
    if (!part.header().equals(header)
        || part.mapPx() != mapPx
        || part.from() != range.from()
        || part.to() != range.to()) {
      throw new ForeignPart(key);
    }
    return part;
  }

  /** Removes these parts: what they were for is committed. Another class may still be at work. */
  void deleteAll() throws IOException {
    store.deleteAll(prefix);
  }

  /**
   * Removes what a process left that died between its commit and its last tidying. Parts of another
   * class, or with other maps, may be somebody's work.
   */
  static void deleteLeft(ObjectStore store, String slideKey, NumericClass numericClass, int mapPx)
      throws IOException {
    store.deleteAll(prefix(slideKey, numericClass, mapPx));
  }

  private Optional<Stored> check(PartCover.Range range) {
    try {
      Part part = read(range);
      long unreadable =
          part.tiles().stream().filter(t -> TileRecord.UNREADABLE.equals(t.rejected())).count();
      return Optional.of(new Stored(range, (int) unreadable));
    } catch (IOException e) {
      log.warn("Slide {}: {}; its tiles are inferred again.", shortKey(), e.getMessage());
      return Optional.empty();
    }
  }

  private String shortKey() {
    return header.slideKey().substring(0, Math.min(12, header.slideKey().length()));
  }

  private static final class ForeignPart extends IOException {
    private static final long serialVersionUID = 1L;

    ForeignPart(String key) {
      super("part " + key + " belongs to another slide, class or range");
    }
  }
}
