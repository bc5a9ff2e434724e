package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZarrTest {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"8, 70, 66", "64, 9, 20", "512, 2, 3", "1024, 2, 1", "48, 5, 13"})
  void aMosaicHoldsEachTileAtItsPlace(int side, int columns, int rows) throws IOException {
    var random = new Random(3);
    byte[][][] tiles = new byte[rows][columns][];
    ZarrArray array;
    try (var mosaic = new TileMosaic(dir.resolve("a"), 2, columns, rows, side)) {
      array = mosaic.array();
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          if (random.nextInt(3) > 0) {
            tiles[r][c] = new byte[2 * side * side];
            random.nextBytes(tiles[r][c]);
            mosaic.put(c, r, tiles[r][c]);
          }
        }
      }
    }
    for (int p = 0; p < 2; p++) {
      byte[] plane = plane(array, p);
      for (int y = 0; y < array.height(); y++) {
        for (int x = 0; x < array.width(); x++) {
          byte[] tile = tiles[y / side][x / side];
          int expected = tile == null ? 0 : tile[(p * side + y % side) * side + x % side];
          if (plane[y * array.width() + x] != expected) {
            assertThat(plane[y * array.width() + x])
                .as("%d %d %d", p, y, x)
                .isEqualTo((byte) expected);
          }
        }
      }
    }
  }

  @Test
  void halvingIsTheRoundedMeanOfThePixelsThatExist() throws IOException {
    var fine = new ZarrArray(dir.resolve("f"), 1, 5, 7, 4);
    fine.writeMetadata();
    byte[] all = new byte[35];
    new Random(2).nextBytes(all);
    for (int cy = 0; cy < 2; cy++) {
      for (int cx = 0; cx < 2; cx++) {
        byte[] chunk = new byte[16];
        for (int i = 0; i < 16; i++) {
          int y = cy * 4 + i / 4;
          int x = cx * 4 + i % 4;
          chunk[i] = y < 5 && x < 7 ? all[y * 7 + x] : 0;
        }
        fine.writeChunk(0, cy, cx, chunk);
      }
    }
    ZarrArray coarse = ZarrHalving.halve(fine, dir.resolve("c"));
    assertThat(coarse.height()).isEqualTo(3);
    assertThat(coarse.width()).isEqualTo(4);
    byte[] got = plane(coarse, 0);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        int sum = 0;
        int n = 0;
        for (int i = 0; i < 4; i++) {
          int fy = 2 * y + i / 2;
          int fx = 2 * x + i % 2;
          if (fy < 5 && fx < 7) {
            sum += all[fy * 7 + fx] & 0xFF;
            n++;
          }
        }
        assertThat(got[y * 4 + x] & 0xFF).isEqualTo((int) Math.floor((double) sum / n + 0.5));
      }
    }
  }

  @Test
  void aResumedImageEqualsOneWrittenAtOnceByteForByte() throws IOException {
    var slide = new SampleSlide(40, 35, 900);
    write(dir.resolve("once"), slide, 900);
    write(dir.resolve("parts"), slide, 17);
    assertThat(files(dir.resolve("parts")))
        .isEqualTo(files(dir.resolve("once")))
        .hasSizeGreaterThan(8);
  }

  @Test
  void channelsAreNamedAndMicrometresAlign() throws IOException {
    var slide = new SampleSlide(10, 12, 80);
    write(dir, slide, 80);
    var attributes = Json.MAPPER.readTree(dir.resolve("maps.ome.zarr/.zattrs").toFile());
    var transforms = attributes.at("/multiscales/0/datasets/0/coordinateTransformations");
    assertThat(transforms.at("/0/scale/2").asDouble()).isEqualTo(0.5);
    assertThat(transforms.at("/1/translation/2").asDouble()).isEqualTo((0.5 - 0.2461) / 2);
    assertThat(attributes.at("/omero/channels").findValuesAsText("label"))
        .containsExactly("DAPI", "TRITC", "CD3", "CD68", "CK");
    assertThat(attributes.at("/omero/channels/1/active").asBoolean()).isFalse();
  }

  private static void write(Path to, SampleSlide slide, int partTiles) throws IOException {
    try (var canvas = new CanvasZarr(to, slide.header);
        var maps = new OmeZarr(to, slide.header, 8)) {
      int n = slide.header.tilesKept();
      for (int at = 0; at < n; at += partTiles) {
        Part part = PartCodec.read(PartCodec.write(slide.part(at, Math.min(n, at + partTiles), 8)));
        for (TileRecord t : part.tiles()) {
          canvas.add(t);
          maps.add(t);
        }
      }
    }
  }

  private static SortedMap<String, String> files(Path root) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    try (var walk = Files.walk(root)) {
      for (Path f : walk.filter(Files::isRegularFile).toList()) {
        byte[] digest = PartCodec.sha256(Files.readAllBytes(f));
        all.put(root.relativize(f).toString(), java.util.HexFormat.of().formatHex(digest));
      }
    }
    return all;
  }

  private static byte[] plane(ZarrArray a, int p) throws IOException {
    byte[] plane = new byte[a.height() * a.width()];
    for (int cy = 0; cy < a.chunkRows(); cy++) {
      for (int cx = 0; cx < a.chunkColumns(); cx++) {
        byte[] chunk = a.readChunk(p, cy, cx);
        for (int y = 0; y < a.chunk() && cy * a.chunk() + y < a.height(); y++) {
          int left = cx * a.chunk();
          System.arraycopy(
              chunk,
              y * a.chunk(),
              plane,
              (cy * a.chunk() + y) * a.width() + left,
              Math.min(a.chunk(), a.width() - left));
        }
      }
    }
    return plane;
  }
}
