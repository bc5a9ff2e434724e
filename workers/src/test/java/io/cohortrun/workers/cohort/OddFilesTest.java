package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.slide.child.DecodeProcesses;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workflows.contract.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody lists and somebody has: each ends in a code and a sentence, and soon. */
class OddFilesTest {

  private static final Path SOUND = Path.of("src/test/resources/slides/derived/cmu1-crop.ome.tif");
  private static final Path PNG = Path.of("src/test/resources/slides/tiles/no-tissue.png");

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void everyOddFileEndsInACodeAndASentence() throws Exception {
    Path slides = Files.createDirectories(folder.resolve("slides"));
    Files.createDirectories(slides.resolve("empty folder"));
    Files.writeString(
        Files.createDirectories(slides.resolve("texts")).resolve("a.txt"), "no slide");
    Files.writeString(slides.resolve("text.svs"), "this is no slide\n".repeat(100));
    Files.copy(PNG, slides.resolve("picture.tif"));
    Files.copy(SOUND, slides.resolve("Größe und Ünder 100% #1?.ome.tif"));
    assertThat(
            new ProcessBuilder("mkfifo", slides.resolve("pipe.svs").toString()).start().waitFor())
        .isZero();
    Files.createSymbolicLink(slides.resolve("zero.svs"), Path.of("/dev/zero"));
    Files.createSymbolicLink(slides.resolve("loop.svs"), Path.of("loop.svs"));
    try (RandomAccessFile sparse =
        new RandomAccessFile(slides.resolve("huge.svs").toFile(), "rw")) {
      sparse.setLength(800_000_000_000L);
    }
    Path manifest = folder.resolve("manifest.csv");
    Files.writeString(
        manifest,
        """
        slide_id,patient_id,uri,mpp,roi
        0,a,%1$s/empty folder,,
        1,b,%1$s/texts,,
        2,c,%1$s/text.svs,,
        3,d,%1$s/picture.tif,,
        4,e,%1$s/Größe und Ünder 100%% #1?.ome.tif,,
        5,f,%1$s/pipe.svs,,
        6,g,%1$s/zero.svs,,
        7,h,%1$s/loop.svs,,
        8,i,%1$s/huge.svs,,
        9,j,%1$s/../../etc,,
        10,k,%1$s/Größe und Ünder 100%% #1?.ome.tif,-1,
        11,l,%1$s/text.svs/below,,
        """
            .replace("11,l,", "12,m,%2$s,,%1$s/absent.geojson\n13,n,%2$s,,%1$s/text.svs\n11,l,")
            .replace("10,k", "10,e")
            .replace("13,n", "13,m")
            .formatted(slides, SOUND.toAbsolutePath()));
    MemoryStore store = new MemoryStore();
    RunFiles files = new RunFiles(store, Runs.run(1));
    int rows =
        new Freeze(
                new Manifests(uri -> store),
                new ClinicalPlaces(uri -> store),
                uri -> StepsCohort.FOUND_BUNDLE,
                uri -> Runs.BUNDLE,
                Runs.KEYS)
            .run(Runs.input(manifest, 1, List.of()), store)
            .rows();

    try (Staging staging = new Staging(store, folder.resolve("cache"), Staging.Limits.DEFAULT);
        DecodeProcesses children = new DecodeProcesses()) {
      new Preflight(
              new RowInspector(children, Runs.KEYS),
              uri -> Runs.BUNDLE,
              "readers 1",
              2,
              new SimpleMeterRegistry())
          .run(files, staging, 0, rows);
    }

    List<SlideInspection> found = files.inspections();
    for (SlideInspection i : found) {
      System.out.printf("%d %s %s%n", i.row(), i.outcome(), i.message());
      assertThat(i.outcome() == null).isEqualTo(i.message().isEmpty());
      assertThat(i.message()).doesNotContain("Exception", "null");
    }
    assertThat(found)
        .extracting(SlideInspection::outcome)
        .containsExactly(
            Outcome.NotFound,
            Outcome.UnsupportedFormat,
            Outcome.UnsupportedFormat,
            Outcome.UnsupportedFormat,
            null,
            Outcome.Unreadable,
            Outcome.Unreadable,
            Outcome.NotFound,
            Outcome.TooLarge,
            Outcome.NotFound,
            Outcome.ImplausibleMpp,
            Outcome.NotFound,
            Outcome.Unreadable,
            Outcome.NotFound);
  }
}
