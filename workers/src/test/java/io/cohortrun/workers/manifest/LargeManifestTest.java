package io.cohortrun.workers.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.plan.Packing;
import io.cohortrun.workflows.plan.PackingSettings;
import io.cohortrun.workflows.plan.Plan;
import io.cohortrun.workflows.plan.SlideTiles;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 100,000 rows are checked, frozen and packed in seconds; the time is printed, the bound is
 * generous.
 */
class LargeManifestTest {

  private static final int ROWS = 100_000;

  @TempDir Path folder;

  @Test
  void aHundredThousandRowsAreCheckedFrozenAndPackedAndReadBackTheSame() throws Exception {
    Path file = folder.resolve("manifest.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("slide_id,patient_id,uri,mpp,oncotree,site,scanner\n");
      for (int i = 0; i < ROWS; i++) {
        out.write(
            "S%06d,P%05d,batch-%03d/slide %06d.svs,0.25,LUAD,site-%d,GT450\n"
                .formatted(i, i / 2, i / 500, i, i % 51));
      }
    }

    long start = System.nanoTime();
    Manifest manifest = new Manifests(uri -> null).read(file.toString());
    long checked = System.nanoTime();
    FrozenTable.write(manifest, folder.resolve("frozen.parquet"));
    String digest = manifest.digest();
    long frozen = System.nanoTime();
    Plan plan =
        Packing.pack(
            manifest.rows().stream()
                .map(row -> new SlideTiles(row.row(), 500 + row.row() % 1500))
                .toList(),
            new PackingSettings(60, 10, 8));
    long planned = System.nanoTime();
    Manifest again = FrozenTable.read(folder.resolve("frozen.parquet"));
    long read = System.nanoTime();

    System.out.printf(
        "100,000 rows: checked in %d ms, frozen in %d ms, packed in %d ms, read back in %d ms%n",
        (checked - start) / 1_000_000,
        (frozen - checked) / 1_000_000,
        (planned - frozen) / 1_000_000,
        (read - planned) / 1_000_000);
    assertThat(plan.tiles()).isGreaterThan(100L * ROWS);
    assertThat(again.digest()).isEqualTo(digest);
  }
}
