package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.e2e.server.MotoServer;
import io.cohortrun.e2e.server.S3Proxy;
import io.cohortrun.workers.store.Gc;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slides, manifest and output in an object store, through the command. */
class S3CommandIT {

  private static final List<String> ROWS =
      List.of("a,p,slides/s00000.tif,", "b,p,slides/s00001.tif,", "c,q,slides/absent.tif,");

  @TempDir Path temp;

  @Test
  void aBucketGivesWhatAFolderGives() throws Exception {
    CohortFolder.ofSmallSlides(temp, 2);
    CohortFolder folder = CohortFolder.write(temp, "folder", ROWS, "");
    CohortProcess local = folder.run(Map.of());
    assertThat(local.exit()).as(local.stderr()).isZero();

    try (MotoServer server = MotoServer.start(temp);
        ObjectStore bucket =
            Stores.open("s3://" + MotoServer.BUCKET + "/study", server.environment())) {
      for (String file : List.of("folder.csv", "slides/s00000.tif", "slides/s00001.tif")) {
        bucket.put(file, temp.resolve(file));
      }
      inBucket(MotoServer.BUCKET);
      CohortProcess remote = run(server.environment());
      assertThat(remote.exit()).as(remote.stderr()).isZero();
      assertThat(remote.json().get("ledger")).isEqualTo(local.json().get("ledger"));
      assertThat(remote.json().get("tiles").asInt()).isEqualTo(2);

      CohortProcess again = run(server.environment());
      assertThat(again.stderr()).contains("shown again");
      assertThat(again.json().get("tiles").asInt()).isZero();

      Path copy = download(bucket);
      assertThat(results(copy.resolve("out"), remote.json()).slides())
          .isNotEmpty()
          .isEqualTo(results(folder.output(), local.json()).slides());
      assertThat(results(copy.resolve("out"), remote.json()).features())
          .isEqualTo(results(folder.output(), local.json()).features());
      resultsWithoutRunsAreCollected(server.environment());
    }
  }

  private static void resultsWithoutRunsAreCollected(Map<String, String> environment)
      throws Exception {
    String output = "s3://" + MotoServer.BUCKET + "/study/out";
    try (ObjectStore store = Stores.open(output, environment)) {
      Gc gc = new Gc(store, Duration.ZERO, Instant.now().plusSeconds(60));
      assertThat(gc.find()).as("all results belong to a run").isEmpty();
      store.deleteAll("runs/");
      assertThat(gc.remove(gc.find())).hasSize(2);
      assertThat(store.list("slides/"))
          .as("only what is known of files stays")
          .allMatch(key -> key.startsWith("slides/index/uri/"));
    }
  }

  @Test
  void aStoreThatEmulatesConditionalWritesIsRefusedBeforeAnyWork() throws Exception {
    CohortFolder.ofSmallSlides(temp, 1);
    try (S3Proxy server = S3Proxy.emulating(temp);
        ObjectStore bucket =
            Stores.open("s3://" + S3Proxy.BUCKET + "/study", server.environment("test"))) {
      CohortFolder.write(temp, "folder", List.of(ROWS.getFirst()), "");
      bucket.put("folder.csv", temp.resolve("folder.csv"));
      bucket.put("slides/s00000.tif", temp.resolve("slides/s00000.tif"));
      inBucket(S3Proxy.BUCKET);

      CohortProcess run = run(server.environment("test"));

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.stdout()).isEmpty();
      assertThat(run.stderr())
          .contains("this store cannot create an object only if it is absent")
          .doesNotContain("\tat ");
      assertThat(bucket.list("out/slides/")).noneMatch(key -> key.endsWith("COMMIT"));
    }
  }

  private void inBucket(String bucket) throws Exception {
    Files.writeString(
        temp.resolve("bucket.yaml"),
        """
        apiVersion: cohortrun.io/v1alpha1
        kind: CohortRun
        metadata: {name: bucket}
        spec:
          manifest: {uri: "s3://%1$s/study/folder.csv"}
          model: {bundle: demo}
          output: {uri: "s3://%1$s/study/out"}
        """
            .formatted(bucket));
  }

  private CohortProcess run(Map<String, String> environment) throws Exception {
    return CohortProcess.run(temp, environment, "run", "--json", "-f", "bucket.yaml");
  }

  private Path download(ObjectStore bucket) throws Exception {
    Path copy = temp.resolve("copy");
    for (String key : bucket.list("out/")) {
      Path to = copy.resolve(key);
      Files.createDirectories(to.getParent());
      Files.write(to, bucket.get(key).orElseThrow());
    }
    return copy;
  }

  private static IdenticalResults results(Path output, JsonNode answer) throws Exception {
    String place = answer.get("output").asText();
    return IdenticalResults.of(output, output.resolve(place.substring(place.indexOf("runs/"))));
  }
}
