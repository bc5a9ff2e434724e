package io.cohortrun.e2e.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder with a manifest, its slides and a CohortRun file.
 *
 * @param path the folder
 * @param name of the run; its file is {@code <name>.yaml}
 */
public record CohortFolder(Path path, String name) {

  private static final Path SMALL = Path.of("src/test/resources/slides/small.tif");
  private static final Path QUICKSTART = Path.of("../examples/quickstart/slides");

  /** {@code count} slides of one tile each; equal pixels, different content. */
  public static CohortFolder ofSmallSlides(Path path, int count) throws IOException {
    Files.createDirectories(path.resolve("slides"));
    byte[] small = Files.readAllBytes(SMALL);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path slide = path.resolve("slides/s%05d.tif".formatted(i));
      Files.write(slide, small);
      // Readers ignore what follows the last directory; the content digest does not.
      Files.write(slide, ByteBuffer.allocate(8).putLong(i).array(), StandardOpenOption.APPEND);
      rows.add("s%05d,p%05d,slides/s%05d.tif,".formatted(i, i / 2, i));
    }
    return write(path, "small", rows, "");
  }

  /**
   * The quickstart's slides, one of them enlarged to more tiles than a checkpoint has, and two
   * small slides.
   */
  public static CohortFolder ofRealSlides(Path path) throws IOException {
    ofSmallSlides(path, 2);
    for (String file : List.of("CMU-1-Small-Region.svs", "truncated-tail.svs")) {
      Files.copy(QUICKSTART.resolve(file), path.resolve("slides").resolve(file));
    }
    return write(
        path,
        "real",
        List.of(
            "CMU-1,CMU-1,slides/CMU-1-Small-Region.svs,1.25",
            "s00000,p0,slides/s00000.tif,",
            "s00001,p0,slides/s00001.tif,",
            "broken,p1,slides/truncated-tail.svs,",
            "absent,p2,slides/absent.svs,"),
        "  slides: {allowUpsample: true}\n");
  }

  /**
   * Writes a CohortRun over these rows ({@code slide_id,patient_id,uri,mpp}) with extra spec lines.
   */
  public static CohortFolder write(Path path, String name, List<String> rows, String spec)
      throws IOException {
    Files.createDirectories(path);
    Files.writeString(
        path.resolve(name + ".csv"),
        "slide_id,patient_id,uri,mpp\n" + String.join("\n", rows) + "\n");
    Files.writeString(
        path.resolve(name + ".yaml"),
        """
        apiVersion: cohortrun.io/v1alpha1
        kind: CohortRun
        metadata: {name: %s}
        spec:
          manifest: {uri: %s.csv}
          model: {bundle: demo}
          output: {uri: out}
        """
                .formatted(name, name)
            + spec);
    return new CohortFolder(path, name);
  }

  /** The same run under another name; its files keep theirs. */
  public CohortFolder named(String other) throws IOException {
    Path yaml = path.resolve(name + ".yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replace("metadata: {name: " + name + "}", "metadata: {name: " + other + "}"));
    return this;
  }

  /** The same run with the associations of a clinical table, given by its lines. */
  public CohortFolder withAssociations(List<String> clinical) throws IOException {
    Files.write(path.resolve("clinical.csv"), clinical);
    Files.write(
        path.resolve(name + ".yaml"),
        List.of("  clinical: {tables: [clinical.csv]}", "  analyses: {associations: {}}"),
        StandardOpenOption.APPEND);
    return this;
  }

  /** The same run with another model bundle than the demo's. */
  public CohortFolder withBundle(String bundle) throws IOException {
    Path yaml = path.resolve(name + ".yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replace("{bundle: demo}", "{bundle: " + bundle + "}"));
    return this;
  }

  public Path output() {
    return path.resolve("out");
  }

  /** {@code cohort run --json} to its end. */
  public CohortProcess run(Map<String, String> env) throws IOException, InterruptedException {
    return CohortProcess.run(path, env, "run", "--json", "-f", name + ".yaml");
  }

  /** {@code cohort run --json}, started. */
  public CohortProcess.Running start(Map<String, String> env) {
    try {
      return CohortProcess.start(path, env, "run", "--json", "-f", name + ".yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
