package io.cohortrun.workers.slide.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The part of expected-outcomes.tsv that opening and the first pixels decide; fuzzed files have 10
 * s and 1 GiB, which the child's limits hold.
 */
class ExpectedOpeningsTest {

  private static final Set<Outcome> OF_OPENING =
      EnumSet.of(
          Outcome.NotFound,
          Outcome.UnsupportedFormat,
          Outcome.Unreadable,
          Outcome.Truncated,
          Outcome.UnsupportedPixels,
          Outcome.TooLarge,
          Outcome.DecodeCrash,
          Outcome.DecodeHang,
          Outcome.TooManyBadTiles);

  private static final DecodeLimits LIMITS =
      DecodeLimits.standard().withSilence(Duration.ofSeconds(10));
  private static final DecodeProcesses WITH_OPENSLIDE = new DecodeProcesses(LIMITS);
  private static final DecodeProcesses WITHOUT =
      new DecodeProcesses(LIMITS, Map.of("cohortrun.openslide", "absent"));

  @AfterAll
  static void stop() {
    WITH_OPENSLIDE.close();
    WITHOUT.close();
  }

  /** Codes by path; a path may have several rows, which differ in the manifest's mpp only. */
  static Stream<Map.Entry<String, Set<Outcome>>> rows() throws IOException {
    Map<String, Set<Outcome>> rows = new TreeMap<>();
    for (String[] row : TestSlides.expected()) {
      Set<Outcome> codes =
          Arrays.stream(row[2].split(",", -1)).map(Outcome::valueOf).collect(Collectors.toSet());
      rows.computeIfAbsent(row[0], path -> EnumSet.noneOf(Outcome.class)).addAll(codes);
    }
    return rows.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  @DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
  void openSlideAndTiffReaderTogether(Map.Entry<String, Set<Outcome>> row) {
    Outcome code = firstFailure(WITH_OPENSLIDE, row.getKey());
    if (row.getValue().stream().allMatch(OF_OPENING::contains)) {
      assertThat(row.getValue()).contains(code);
    } else {
      assertThat(code == null || row.getValue().contains(code)).as("%s", code).isTrue();
    }
    boolean mustOpen = row.getValue().stream().noneMatch(OF_OPENING::contains);
    assertThat(code == null || !mustOpen).as("%s", code).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tiffReaderAlone(Map.Entry<String, Set<Outcome>> row) {
    Outcome code = firstFailure(WITHOUT, row.getKey());
    assertThat(code == null || code == Outcome.UnsupportedFormat || row.getValue().contains(code))
        .as("%s", code)
        .isTrue();
  }

  /** Code of the failure of opening or of the first pixels, null where both succeed. */
  private static Outcome firstFailure(DecodeProcesses processes, String path) {
    Path file = TestSlides.of(path);
    try (SlideReader slide = processes.open(file)) {
      int[] argb = new int[16 * 16];
      slide.read(0, 0, 0, 16, 16, argb);
      return null;
    } catch (SlideFailure e) {
      assertThat(e.getMessage())
          .endsWith(".")
          .doesNotContain(file.toAbsolutePath().getParent().toString())
          .doesNotContainPattern("\\p{Cntrl}");
      return e.code();
    }
  }
}
