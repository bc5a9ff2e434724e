package io.cohortrun.e2e.cluster;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.e2e.server.S3Proxy;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cohort in the folder of a team, which its pods see at {@code /data/cohorts} by a claim.
 *
 * @param cohort as this machine sees it
 */
record TeamFolder(CohortFolder cohort) {

  private static final String MOUNT = "/data/cohorts";

  /** Makes what a laptop's file says true in pods, and lets their user write here. */
  static TeamFolder of(CohortFolder cohort, String... spec) throws IOException {
    TeamFolder folder = new TeamFolder(cohort);
    Path yaml = folder.yaml();
    String here = folder.inPods();
    Files.writeString(
        yaml,
        Files.readString(yaml)
                .replace(
                    "{uri: " + cohort.name() + ".csv}",
                    "{uri: '%s/%s.csv'}".formatted(here, cohort.name()))
                .replace("{uri: out}", "{uri: '" + here + "/out'}")
            + "  volumes: [{claim: data, mountPath: %s, readOnly: false}]\n".formatted(MOUNT)
            + String.join("", List.of(spec)));
    try (Stream<Path> all = Files.walk(cohort.path())) {
      for (Path path : all.toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }
    return folder;
  }

  Path yaml() {
    return cohort.path().resolve(cohort.name() + ".yaml");
  }

  /** The same run, its results in a bucket, with the credentials of a Secret. */
  TeamFolder into(String bucket, String secret) throws IOException {
    replace(
        "output: {uri: '" + inPods() + "/out'}",
        "output: {uri: 's3://%s/out', secretRef: {name: %s}}".formatted(bucket, secret));
    return this;
  }

  /** Another spec. */
  void replace(String text, String by) throws IOException {
    Files.writeString(yaml(), Files.readString(yaml()).replace(text, by));
  }

  /** As its pods see it. */
  String inPods() {
    return MOUNT + "/" + cohort.path().getFileName();
  }

  /** Where an attempt's results are, on this machine. */
  Path results(Resource<CohortRun> run, int attempt) {
    return cohort
        .output()
        .resolve("runs")
        .resolve(run.get().getMetadata().getUid())
        .resolve(Integer.toString(attempt));
  }

  /** Files of what is computed and was computed of its slides. */
  List<Path> slideObjects() throws IOException {
    try (Stream<Path> all = Files.walk(cohort.output().resolve("slides"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Tries of slides, committed or not. */
  long tries() throws IOException {
    if (Files.notExists(cohort.output().resolve("slides"))) {
      return 0;
    }
    try (Stream<Path> all =
        Files.find(
            cohort.output().resolve("slides"),
            2,
            (p, a) -> p.getFileName().toString().startsWith("try-"))) {
      return all.count();
    }
  }

  /** Slides that have a checkpoint and are not committed. */
  List<Path> underWay() throws IOException {
    Path slides = cohort.output().resolve("slides");
    if (Files.notExists(slides)) {
      return List.of();
    }
    try (Stream<Path> all = Files.find(slides, 4, (p, a) -> p.toString().endsWith(".zst"))) {
      return all.map(checkpoint -> slides.resolve(slides.relativize(checkpoint).getName(0)))
          .distinct()
          .filter(slide -> Files.notExists(slide.resolve("COMMIT")))
          .toList();
    }
  }

  /** How often its slides were tried, as the first attempt's ledger has it. */
  List<Integer> attempts(Resource<CohortRun> run) throws IOException {
    return attempts(results(run, 1));
  }

  /** How often the slides of an attempt were tried. */
  static List<Integer> attempts(Path attempt) throws IOException {
    List<String> lines = Files.readAllLines(attempt.resolve("ledger.csv"));
    List<String> header = List.of(lines.getFirst().split(",", -1));
    // Sentences before it may hold commas.
    int fromEnd = header.size() - header.indexOf("attempts");
    return lines.stream()
        .skip(1)
        .map(l -> l.split(",", -1))
        .map(cells -> Integer.valueOf(cells[cells.length - fromEnd]))
        .toList();
  }

  /** What the first attempt came to in a bucket. */
  IdenticalResults inStore(S3Proxy store, Resource<CohortRun> run)
      throws IOException, SQLException {
    Path output = store.files().resolve("out");
    String uid = run.get().getMetadata().getUid();
    return IdenticalResults.of(output, output.resolve("runs/" + uid + "/1"), inPods());
  }

  /** What the first attempt came to. */
  IdenticalResults identity(Resource<CohortRun> run) throws IOException, SQLException {
    return IdenticalResults.of(cohort.output(), results(run, 1), inPods());
  }
}
