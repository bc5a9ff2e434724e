package io.cohortrun.workers.synth;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Two populations with a known truth, in a folder: {@code A/} and {@code B/} with slides, tables
 * and CohortRuns, {@code decoder/}, the bundle that reads the slides, and {@code truth.json}.
 */
public final class SynthCohort {

  /** Told of each slide that was written. */
  @FunctionalInterface
  public interface Progress {
    void slides(int written, int of);
  }

  private record Slide(Path file, Patient patient, int number) {}

  private final long seed;
  private final int patients;

  /**
   * @param seed equal seeds give equal bytes
   * @param patients of each population
   */
  public SynthCohort(long seed, int patients) {
    this.seed = seed;
    this.patients = patients;
  }

  /**
   * Writes it.
   *
   * @param folder is made; files in it are replaced
   * @throws IOException the disk fails
   */
  public void write(Path folder, Progress progress) throws IOException {
    decoder(Files.createDirectories(folder.resolve("decoder")));
    Json.MAPPER
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("truth.json").toFile(), truth());
    List<Slide> slides = new ArrayList<>();
    for (Population population : Population.values()) {
      Path own = folder.resolve(population.name());
      Path pictures = Files.createDirectories(own.resolve("slides"));
      List<Patient> drawn = new PatientDraw(seed, population).draw(patients);
      tables(own, population, drawn);
      for (Patient patient : drawn) {
        IntStream.rangeClosed(1, patient.images().slides())
            .forEach(
                s ->
                    slides.add(
                        new Slide(
                            pictures.resolve(RunFiles.slide(patient, s) + ".tiff"), patient, s)));
      }
    }
    slides(slides, progress);
  }

  private void tables(Path folder, Population population, List<Patient> drawn) throws IOException {
    study(folder, "cohortrun", population, drawn);
    Draws order = Draws.of(seed, population, "permuted");
    study(folder, "permuted", population, PatientDraw.permuted(drawn, order));
    study(folder, "confounded", population, confounded(drawn));
    try (CsvWriter csv = CsvWriter.builder().build(folder.resolve("truth.csv"))) {
      csv.writeRecord(AnswerKey.NAMES);
      AnswerKey.of(population).rows().forEach(row -> csv.writeRecord(row.cells()));
    }
  }

  private static void study(Path folder, String name, Population population, List<Patient> patients)
      throws IOException {
    String manifest = name + ".csv";
    String study = "study-" + name;
    RunFiles.manifest(folder.resolve(manifest), population, patients);
    Study.write(folder.resolve(study), population, patients);
    RunFiles.cohortRun(
        folder.resolve(name + ".yaml"),
        "planted-%s-%s".formatted(population, name).toLowerCase(Locale.ROOT),
        manifest,
        study,
        patients.size());
  }

  /** The same slides, as if each look were a hospital, and half of the hospitals treated first. */
  static List<Patient> confounded(List<Patient> drawn) {
    List<Patient> byLook = new ArrayList<>(drawn);
    byLook.sort(Comparator.comparingDouble(p -> p.images().look()));
    Map<String, Integer> sites = new LinkedHashMap<>();
    for (int rank = 0; rank < byLook.size(); rank++) {
      sites.put(byLook.get(rank).id(), rank * PatientDraw.SITES / byLook.size());
    }
    return drawn.stream().map(p -> p.at(sites.get(p.id()))).toList();
  }

  private void slides(List<Slide> slides, Progress progress) throws IOException {
    AtomicInteger written = new AtomicInteger();
    try {
      slides.parallelStream()
          .forEach(
              slide -> {
                Patient patient = slide.patient();
                boolean lost = slide.number() == 1 && patient.images().lost();
                Draws draws = Draws.of(seed, patient.id(), "slide", slide.number());
                try {
                  SlideWriter.write(slide.file(), patient.images(), lost, draws);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                progress.slides(written.incrementAndGet(), slides.size());
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void decoder(Path folder) throws IOException {
    for (String file : List.of("bundle.json", "golden.npz", "model.pt")) {
      try (InputStream in = SynthCohort.class.getResourceAsStream("decoder/" + file)) {
        Files.write(folder.resolve(file), in.readAllBytes());
      }
    }
  }

  private Map<String, Object> truth() {
    Map<String, Object> truth = new LinkedHashMap<>();
    truth.put("seed", seed);
    truth.put("patients", patients);
    truth.put(
        "channels",
        Arrays.stream(Channel.values())
            .map(
                c ->
                    Map.of(
                        "id", c.id(),
                        "factor", c.factor(),
                        "density", c.density(),
                        "reliability", c.reliability(),
                        "background", c.background()))
            .toList());
    truth.put("effects", Effect.planted());
    for (Population population : Population.values()) {
      truth.put("hazards" + population, Hazard.in(population));
    }
    truth.put("hazardPerStage", Hazard.STAGE);
    truth.put("hazardPerYear", Hazard.AGE);
    return truth;
  }
}
