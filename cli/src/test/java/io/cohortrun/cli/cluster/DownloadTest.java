package io.cohortrun.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.pod.Archive;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.crds.v1alpha1.OutputSpec;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads over a pod that is pretended, with the archive that a real one writes. */
class DownloadTest {

  private static final String PREFIX = "runs/u/2/";

  @TempDir private Path dir;
  private ObjectStore store;
  private final List<String> calls = new ArrayList<>();
  private CliFailure doesNotStart;
  private CliFailure fails;
  private byte[] instead;

  @BeforeEach
  void fill() throws IOException {
    store = Stores.open(dir.resolve("store").toString());
    put("report/index.html", "<p>pages</p>");
    put("report/slides/0.html", "x".repeat(100_000));
    put("failures/0000007/failure.json", "{}");
    put("ledger.csv", "slide_id");
    put("run.json", "{}");
  }

  @AfterEach
  void noPodIsLeftBehind() {
    store.close();
    if (calls.contains("start")) {
      assertThat(calls.getLast()).isEqualTo("remove");
    }
  }

  @Test
  void filesArriveAsTheyAreInTheStore() throws IOException {
    Path to = dir.resolve("here");
    assertThat(download(Download.What.report, to)).isEqualTo(2);
    assertThat(to.resolve("report/index.html")).hasContent("<p>pages</p>");
    assertThat(to.resolve("report/slides/0.html")).hasContent("x".repeat(100_000));
    assertThat(beside(to)).isEmpty();
  }

  @Test
  void eachKindIsDownloadedByItself() {
    assertThat(download(Download.What.failures, dir.resolve("failures"))).isEqualTo(1);
    Path tables = dir.resolve("tables");
    assertThat(download(Download.What.tables, tables)).isEqualTo(2);
    assertThat(tables.resolve("ledger.csv")).hasContent("slide_id");
  }

  @Test
  void aPodThatDoesNotStartIsRemovedAndSaysWhy() {
    doesNotStart = CliFailure.failed("pod p does not run: ImagePullBackOff", null);
    assertThatThrownBy(() -> download(Download.What.report, dir.resolve("here")))
        .hasMessageContaining("ImagePullBackOff");
  }

  @Test
  void aCommandThatFailsLeavesNothingHere() throws IOException {
    fails = CliFailure.failed("pod p: exit status 1: cohort: access denied", null);
    Path to = dir.resolve("here");
    assertThatThrownBy(() -> download(Download.What.report, to))
        .hasMessageContaining("access denied");
    assertThat(to).doesNotExist();
    assertThat(beside(to)).isEmpty();
  }

  @Test
  void aStreamThatBreaksOffLeavesNothingHere() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Archive.write(store, PREFIX, List.of(PREFIX + "report/"), whole);
    instead = Arrays.copyOf(whole.toByteArray(), 100);
    Path to = dir.resolve("here");
    assertThatThrownBy(() -> download(Download.What.report, to))
        .hasMessageStartingWith("the download broke off");
    assertThat(to).doesNotExist();
    assertThat(beside(to)).isEmpty();
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsRefused() throws IOException {
    ByteArrayOutputStream evil = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(evil)) {
      zip.putNextEntry(new ZipEntry("../outside"));
      zip.write(1);
    }
    instead = evil.toByteArray();
    assertThatThrownBy(() -> download(Download.What.report, dir.resolve("here")))
        .hasMessageContaining("outside of its folder");
    assertThat(dir.resolve("outside")).doesNotExist();
  }

  @Test
  void whatIsThereIsNotWrittenOver() throws IOException {
    Path to = Files.createDirectory(dir.resolve("here"));
    assertThatThrownBy(() -> download(Download.What.report, to))
        .hasMessageContaining("is there already");
    assertThat(calls).isEmpty();
  }

  @Test
  void aRunThatHasNotBegunMakesNoPod() {
    CohortRun run = run();
    run.setStatus(null);
    assertThatThrownBy(() -> new Download(pods()).of(run, Download.What.report, dir, "m"))
        .hasMessage("gi has not begun: there is nothing to download");
    assertThat(calls).isEmpty();
  }

  private int download(Download.What what, Path to) {
    return new Download(pods()).of(run(), what, to, "mark");
  }

  private ShortLivedPods pods() {
    return new ShortLivedPods() {
      @Override
      public void start(Pod pod) {
        calls.add("start");
        if (doesNotStart != null) {
          throw doesNotStart;
        }
      }

      @Override
      public void exec(Pod pod, List<String> command, Reader reader) throws IOException {
        assertThat(command.subList(0, 4)).containsExactly("cohort", "archive", uri(), PREFIX);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (instead != null) {
          out.writeBytes(instead);
        } else {
          Archive.write(store, command.get(3), command.subList(4, command.size()), out);
        }
        if (fails != null) {
          throw fails;
        }
        reader.read(new ByteArrayInputStream(out.toByteArray()));
      }

      @Override
      public void remove(Pod pod) {
        calls.add("remove");
      }
    };
  }

  private List<Path> beside(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder.getParent())) {
      return all.filter(p -> p.getFileName().toString().contains("partial")).toList();
    }
  }

  private void put(String name, String text) throws IOException {
    store.put(PREFIX + name, text.getBytes(StandardCharsets.UTF_8));
  }

  private String uri() {
    return "s3://results/study";
  }

  private CohortRun run() {
    CohortRun run = new CohortRun();
    run.setMetadata(
        new ObjectMetaBuilder().withName("gi").withNamespace("team").withUid("u").build());
    CohortRunSpec spec = new CohortRunSpec();
    OutputSpec output = new OutputSpec();
    output.setUri(uri());
    spec.setOutput(output);
    run.setSpec(spec);
    CohortRunStatus status = new CohortRunStatus();
    status.setAttempt(2);
    Frozen frozen = new Frozen();
    frozen.setCpuImage("worker@sha256:1");
    status.setFrozen(frozen);
    run.setStatus(status);
    return run;
  }
}
