package io.cohortrun.workers.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.model.TileCounts;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.table.BadTable;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunQualityTest {

  private static final int SLIDES = 11;
  private static final List<String> CHANNELS = List.of("DAPI", "CD8", "CK");

  @TempDir Path folder;

  /**
   * Reads DAPI from the red of the stain, CD8 from its green and CK from its blue, times a gain.
   */
  private record ColourModel(String id, int tilePx, double gain, double mpp, List<String> channels)
      implements TileModel {

    ColourModel(String id, int tilePx, double gain) {
      this(id, tilePx, gain, 0.5, CHANNELS);
    }

    @Override
    public Bundle bundle() {
      return new Bundle(
          id,
          "1",
          "torchscript",
          null,
          mpp,
          tilePx,
          tilePx,
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 1.0, 1.0),
          channels.stream().map(c -> new Bundle.Channel(c, "marker", 0.5, 0)).toList(),
          new Bundle.Tolerances(0, 0, 0),
          new TreeMap<>(),
          "none",
          "test",
          true);
    }

    @Override
    public NumericClass numericClass() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double goldenDrift() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<TileCounts> infer(List<TilePixels> tiles, int mapPx, CallTime time) {
      assertThat(mapPx).isEqualTo(tilePx);
      return tiles.stream()
          .map(
              t -> {
                int pixels = tilePx * tilePx;
                byte[] map = new byte[CHANNELS.size() * pixels];
                for (int at = 0; at < map.length; at++) {
                  map[at] = (byte) (gain * (t.rgb()[3 * (at % pixels) + at / pixels] & 0xFF));
                }
                return new TileCounts(
                    t.index(),
                    0,
                    new int[0],
                    new int[0],
                    new int[0],
                    new long[0],
                    0,
                    new byte[0],
                    map);
              })
          .toList();
    }

    @Override
    public void close() {}
  }

  /** Discs, elsewhere on each slide and for each channel. */
  private static boolean positive(int channel, int slide, int x, int y) {
    int cx = 60 + (slide * 97 + channel * 211) % 400;
    int cy = 60 + (slide * 151 + channel * 67) % 400;
    return (x - cx) * (x - cx) + (y - cy) * (y - cy) < 100 * 100;
  }

  private Path pairs() throws IOException {
    List<String> lines = new ArrayList<>(List.of("region,slide_id,split,he,mif"));
    for (int slide = 0; slide < SLIDES; slide++) {
      Path mif = Files.createDirectories(folder.resolve("mif" + slide));
      BufferedImage he = new BufferedImage(520, 512, BufferedImage.TYPE_INT_RGB);
      for (int channel = 0; channel < CHANNELS.size(); channel++) {
        BufferedImage real = new BufferedImage(520, 512, BufferedImage.TYPE_BYTE_GRAY);
        for (int at = 0; at < 520 * 512; at++) {
          int x = at % 520;
          int y = at / 520;
          boolean here = positive(channel, slide, x, y);
          real.getRaster().setSample(x, y, 0, here ? 255 : 0);
          int colour = (here ? 200 : 20) << (16 - 8 * channel);
          he.setRGB(x, y, (he.getRGB(x, y) & 0xFFFFFF) | colour);
        }
        String ending = slide % 2 == 0 ? "png" : "tif";
        ImageIO.write(
            real,
            ending.equals("png") ? "png" : "tiff",
            mif.resolve(CHANNELS.get(channel) + "." + ending).toFile());
      }
      ImageIO.write(he, "png", folder.resolve("he" + slide + ".png").toFile());
      String split = slide == 0 ? "validation" : "test";
      lines.add("r%d,s%d,%s,he%d.png,mif%d".formatted(slide, slide, split, slide, slide));
    }
    lines.add("unused,s0,train,none.png,none");
    return Files.write(folder.resolve("pairs.csv"), lines);
  }

  private List<List<String>> rows() throws IOException {
    return Files.readAllLines(folder.resolve("out/quality.csv")).stream()
        .map(l -> Arrays.asList(l.split(",", -1)))
        .toList();
  }

  private List<String> row(String channel, String metric, String bundle, String baseline)
      throws IOException {
    return rows().stream()
        .filter(r -> r.subList(0, 3).equals(List.of(channel, metric, bundle)))
        .filter(r -> r.get(7).equals(baseline))
        .findFirst()
        .orElseThrow();
  }

  private void write() throws Exception {
    RunQuality.write(
        folder.resolve("out"),
        Region.read(pairs().toString()),
        List.of(
            new Translation(new ColourModel("own", 512, 1)),
            new Translation(new ColourModel("dim", 256, 0.25))));
  }

  @Test
  void aPerfectModelIsJudgedAgainstNullsAndATunedBaseline() throws Exception {
    write();
    assertThat(rows().getFirst())
        .containsExactly(
            "channel,metric,bundle,value,lower,upper,n_slides,baseline,difference,p_holm"
                .split(","));
    assertThat(row("CD8", "dice", "own 1", "").subList(3, 7))
        .containsExactly("1.0", "1.0", "1.0", "10");
    assertThat(Double.parseDouble(row("CD8", "box_pearson", "own 1", "").get(3)))
        .isGreaterThan(0.98);
    // A quarter as bright, its own threshold of one half would find nothing; the tuned one all.
    assertThat(row("CD8", "dice", "dim 1", "").get(3)).isEqualTo("1.0");
    List<String> copied = row("CD8", "dice", "own 1", "dapi");
    assertThat(Double.parseDouble(copied.get(8))).isGreaterThan(0.3);
    assertThat(Double.parseDouble(copied.get(4))).isPositive();
    assertThat(Double.parseDouble(copied.get(9)))
        .as("Holm of three")
        .isCloseTo(6 / 1024.0, within(1e-12));
    assertThat(Double.parseDouble(row("DAPI", "dice", "own 1", "dapi").get(8))).isZero();
    assertThat(Double.parseDouble(row("CD8", "dice", "own 1", "shuffled").get(8)))
        .isGreaterThan(0.3);
    assertThat(row("CD8", "box_pearson", "base-rate", "").get(3)).as("constant").isEmpty();
    assertThat(row("CD8", "box_pearson_undefined", "base-rate", "").get(3)).isEqualTo("1.0");
    double share = Double.parseDouble(row("CD8", "prevalence", "own 1", "").get(3));
    assertThat(share).isBetween(0.08, 0.13);
    assertThat(Double.parseDouble(row("CD8", "dice_always_positive", "tissue", "").get(3)))
        .isCloseTo(2 * share / (1 + share), within(0.01));
  }

  @Test
  void aCopyOfTheNucleiIsTakenForThemAndSaysNothingGivenThem() throws Exception {
    write();
    assertThat(number("CD8", "box_specificity", "own 1")).isGreaterThan(0.5);
    assertThat(number("CD8", "box_specificity", "dapi")).isLessThan(-0.5);
    assertThat(number("DAPI", "box_specificity", "dapi")).isGreaterThan(0.5);
    assertThat(number("CD8", "box_partial", "own 1")).isGreaterThan(0.9);
    assertThat(number("CD8", "box_partial", "dapi")).isBetween(-0.2, 0.2);
    for (String given : List.of("DAPI", "CK")) {
      List<String> itself = row(given, "box_partial", "own 1", "");
      assertThat(itself.subList(3, 7)).as(given).containsExactly("", "", "", "0");
    }
    assertThat(row("CD8", "box_specificity", "own 1", "").get(6)).as("slides").isEqualTo("10");
    assertThat(rows())
        .as("which gates count")
        .filteredOn(r -> !r.get(7).isEmpty())
        .extracting(r -> r.get(1))
        .containsOnly("metric", "box_pearson", "dice");
  }

  private double number(String channel, String metric, String bundle) throws IOException {
    return Double.parseDouble(row(channel, metric, bundle, "").get(3));
  }

  @Test
  void theTilesOfOneSlideAreNotShuffledAmongThemselves() throws Exception {
    pairs();
    Path alone =
        Files.write(
            folder.resolve("alone.csv"),
            List.of(
                "region,slide_id,split,he,mif",
                "r0,s0,validation,he0.png,mif0",
                "r1,s1,test,he1.png,mif1",
                "r2,s1,test,he2.png,mif2"));
    RunQuality.write(
        folder.resolve("out"),
        Region.read(alone.toString()),
        List.of(new Translation(new ColourModel("own", 512, 1))));
    assertThat(rows()).noneMatch(r -> r.contains("shuffled"));
    assertThat(rows()).anyMatch(r -> r.contains("tissue"));
  }

  @Test
  void panelsShowEachRegionOnceAndSayWhatTheyShow() throws Exception {
    write();
    List<String> index = Files.readAllLines(folder.resolve("out/quality/panels.csv"));
    assertThat(index).hasSize(1 + 3 * (SLIDES - 1));
    assertThat(index.get(2)).isEqualTo("01.png,r1,s1,2,CD8");
    BufferedImage panel = ImageIO.read(folder.resolve("out/quality/01.png").toFile());
    assertThat(panel.getWidth()).isEqualTo(3 * 128);
    assertThat(panel.getHeight()).isEqualTo(3 * 128);
  }

  @Test
  void theSecondTileOfARegionIsReadWhereItLies() throws Exception {
    int wide = 2 * Tile.SIDE + 3;
    BufferedImage he = new BufferedImage(wide, Tile.SIDE, BufferedImage.TYPE_INT_RGB);
    BufferedImage real = new BufferedImage(wide, Tile.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    he.setRGB(Tile.SIDE + 5, 7, 0x102030);
    real.getRaster().setSample(Tile.SIDE + 5, 7, 0, 255);
    ImageIO.write(he, "png", folder.resolve("he.png").toFile());
    for (String format : List.of(".png", ".tiff", "tiled.tiff")) {
      Path mif = Files.createDirectories(folder.resolve(format));
      Path image = mif.resolve("CD8" + format.substring(format.lastIndexOf('.')));
      if (format.startsWith("tiled")) {
        writeTiled(real, image);
      } else {
        ImageIO.write(real, format.substring(1), image.toFile());
      }
      Region region = new Region("r", "s", false, folder.resolve("he.png"), mif);
      List<Tile.Place> places = Tile.Place.of(region);
      assertThat(places).hasSize(2);
      Tile tile = places.getLast().read(CHANNELS);
      int at = 7 * Tile.SIDE + 5;
      assertThat(Arrays.copyOfRange(tile.rgb(), 3 * at, 3 * at + 3)).containsExactly(16, 32, 48);
      boolean[] positive = new boolean[Tile.SIDE * Tile.SIDE];
      positive[at] = true;
      assertThat(tile.real().get("CD8")).as(format).isEqualTo(positive);
    }
  }

  private static void writeTiled(BufferedImage image, Path to) throws IOException {
    List<ImageWriter> writers = new ArrayList<>();
    ImageIO.getImageWritersByFormatName("tiff").forEachRemaining(writers::add);
    ImageWriter writer =
        writers.stream().filter(w -> w.getDefaultWriteParam().canWriteTiles()).findFirst().get();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(128, 128, 0, 0);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(to.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    }
  }

  @Test
  void regionsThatCannotBeUsedAreRefusedWithPlaceAndWhatToDo() throws Exception {
    Path table = pairs();
    Region region = Region.read(table.toString()).getFirst();
    ImageIO.write(
        new BufferedImage(512, 512, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("mif0/CD8.png").toFile());
    assertThatThrownBy(() -> RegionImages.check(region, CHANNELS))
        .isInstanceOf(BadTable.class)
        .hasMessageContaining("region r0")
        .hasMessageContaining("register and crop them alike");
    assertThatThrownBy(() -> RegionImages.check(region, List.of("CD3")))
        .hasMessageContaining("name them by its id, as in CD3.png");
    Files.writeString(table, "region,slide_id,split,he,mif\nr,s,training,a,b\n");
    assertThatThrownBy(() -> Region.read(table.toString()))
        .hasMessageContaining("split is 'training'; write train, validation or test");
    Files.writeString(table, "region,slide_id,split,he,mif\nr,s,validation,a,b\n");
    assertThatThrownBy(() -> Region.read(table.toString()))
        .hasMessageContaining("nothing to judge");
  }

  @Test
  void aBaselineOfAnotherResolutionOrOfTheRunsNameOrOfOtherChannelsIsRefused() {
    Bundle own = new ColourModel("own", 512, 1).bundle();
    RunQuality.requireComparable(own, List.of(new ColourModel("dim", 256, 1).bundle()));
    refused(
        own,
        new ColourModel("wide", 512, 1, 0.25, CHANNELS),
        "baseline wide 1 reads 0.25 um/px and bundle own 1 of the run 0.5");
    refused(own, new ColourModel("own", 512, 1), "two bundles are called own 1");
    refused(
        own,
        new ColourModel("other", 512, 1, 0.5, List.of("CD3")),
        "baseline other 1 has none of the channels of bundle own 1: CD8, CK, DAPI");
    refused(own, new ColourModel("odd", 100, 1), "does not divide 512");
  }

  private static void refused(Bundle own, ColourModel baseline, String why) {
    assertThatThrownBy(() -> RunQuality.requireComparable(own, List.of(baseline.bundle())))
        .isInstanceOf(ModelRejected.class)
        .hasMessageContaining("spec.analyses.quality: ")
        .hasMessageContaining(why);
  }
}
