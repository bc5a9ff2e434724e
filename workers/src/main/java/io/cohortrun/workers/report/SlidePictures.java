package io.cohortrun.workers.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.slide.Placement;
import io.cohortrun.workers.slide.Thumbnail;
import io.cohortrun.workers.slide.TissueMask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Thumbnail and tissue mask of a row as preflight left them, each with its place on the slide, and
 * the maps of its result. They lie in a script of their own, since a page that is opened from a
 * disk may load scripts and no other files.
 *
 * @param maps null where there is no result that can be read
 */
record SlidePictures(Optional<byte[]> thumbnail, Optional<byte[]> mask, SlideCanvas maps) {

  /** Their file in the report's folder, by row. */
  static final String FILE = "slides/pictures/%07d.js";

  /**
   * The script.
   *
   * @param bytes most that it may weigh, more or less; maps are made coarser for it, or left out
   */
  byte[] script(int row, long bytes) throws IOException {
    Map<String, Object> pictures = new HashMap<>();
    if (thumbnail.isPresent()) {
      pictures.put(
          "thumbnail",
          picture("image/jpeg", thumbnail.get(), Thumbnail.placement(thumbnail.get())));
    }
    if (mask.isPresent()) {
      pictures.put(
          "mask", picture("image/png", mask.get(), Optional.of(TissueMask.placement(mask.get()))));
    }
    if (maps != null) {
      maps.within(bytes - base64(thumbnail) - base64(mask))
          .ifPresentOrElse(
              canvas -> pictures.put("canvas", canvas), () -> pictures.put("tooLarge", true));
    }
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    script.write("pictures(%d, ".formatted(row).getBytes(StandardCharsets.UTF_8));
    Json.MAPPER
        .writer()
        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .writeValue(script, pictures);
    script.write(");\n".getBytes(StandardCharsets.UTF_8));
    return script.toByteArray();
  }

  private static long base64(Optional<byte[]> bytes) {
    return bytes.map(b -> 4L * Math.ceilDiv(b.length, 3)).orElse(0L);
  }

  private static Map<String, Object> picture(String type, byte[] bytes, Optional<Placement> place) {
    Map<String, Object> picture = new HashMap<>();
    picture.put("type", type);
    picture.put("bytes", bytes);
    place.ifPresent(p -> picture.put("place", p));
    return picture;
  }
}
