package io.cohortrun.workers.shard;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.SlideSurvey;
import io.cohortrun.workers.slide.Survey;
import io.cohortrun.workers.slide.read.Readers;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.StagedSlide;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.plan.PlannedRange;
import io.cohortrun.workflows.plan.PlannedShard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Real slides in a folder, looked at and planned, with everything real but the model. */
final class SmallCohort implements RunView {

  static final int TILE = 128;
  static final Path SLIDES = Path.of("../examples/quickstart/slides");

  private static final ExecutorService DEVICE =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());

  final FakeModel model = new FakeModel(TILE, 0.5);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<ManifestRow> rows = new ArrayList<>();
  final List<SlideInspection> inspections = new ArrayList<>();
  List<PlannedShard> shards = new ArrayList<>();
  SlideOpener opener = new Readers();

  /** Thrown in place of the model, or null. */
  RuntimeException loading;

  InferencePace pace = new InferencePace(2, 2, 2, 64 << 20, 16, Duration.ofSeconds(30));

  private final ObjectStore store;
  private final Path scratch;
  private final RunRef run;
  private final String profile;
  private final Staging staging;

  SmallCohort(ObjectStore store, Path scratch, String profile) {
    this.store = store;
    this.scratch = scratch;
    this.profile = profile;
    this.run = new RunRef("small", 1, store.uri());
    this.staging = new Staging(store, scratch.resolve("cache"), Staging.Limits.DEFAULT);
  }

  /** Copies a slide of the quickstart into a folder. */
  static Path copy(String name, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path to = folder.resolve(name);
    return Files.exists(to) ? to : Files.copy(SLIDES.resolve(name), to);
  }

  /** Adds a row and looks at its slide as preflight does. */
  SmallCohort with(Path slide) throws IOException, SlideFailure {
    int row = rows.size();
    rows.add(
        new ManifestRow(
            row, "slide-" + row, "p", slide.toUri().toString(), null, null, null, new TreeMap<>()));
    try (StagedSlide staged = staging.stage(slide.toUri().toString());
        SlideReader reader = new Readers().open(staged.path())) {
      Survey s = SlideSurvey.survey(reader, SampleSlide.settings(), 0.5, TILE, mpp(slide), null);
      store.put(new RunLayout(run).mask(row), s.mask().toPng());
      store.put(new RunLayout(run).thumbnail(row), s.thumbnail().toJpeg());
      inspections.add(
          new SlideInspection(
              row,
              null,
              "",
              staged.contentDigest(),
              staged.bytes(),
              reader.info().reader() + " " + reader.info().readerVersion(),
              s.mpp(),
              s.mppSource(),
              reader.info().base().width(),
              reader.info().base().height(),
              s.grid().columns(),
              s.grid().rows(),
              s.grid().tiles().size(),
              Sha256.of(staged.contentDigest() + "/" + TILE),
              List.of()));
    }
    return this;
  }

  /** The TCGA slide states no resolution; the quickstart's manifest does. */
  private static Double mpp(Path slide) {
    return slide.toString().contains("TCGA") ? 0.5 : null;
  }

  /** One shard with every slide. */
  SmallCohort inOneShard() {
    shards =
        List.of(
            new PlannedShard(
                0,
                inspections.stream()
                    .map(i -> new PlannedRange(i.row(), 0, i.tiles(), i.tiles()))
                    .toList()));
    return this;
  }

  ShardTools tools() {
    return new ShardTools(
        store -> staging,
        slide -> opener.open(slide),
        new ModelSource() {
          @Override
          public TileModel model(CohortInput input) {
            if (loading != null) {
              throw loading;
            }
            return model;
          }

          @Override
          public Bundle bundle(CohortInput input) {
            return model.bundle();
          }
        },
        pace,
        DEVICE,
        new ShardMetrics(meters),
        scratch);
  }

  double count(String counter) {
    return meters.counter(counter).count();
  }

  @Override
  public RunRef run() {
    return run;
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public CohortInput input() {
    return new CohortInput(
        CohortInput.VERSION,
        run,
        "small",
        "file:///manifest.csv",
        "demo",
        "cd".repeat(32),
        "ef".repeat(32),
        CohortInput.Mode.Run,
        SampleSlide.settings(),
        new OutputSettings(profile, List.of(), 0),
        new Budgets(3, 2, 2, 0.1),
        new Pacing(
            "cpu",
            "gpu",
            1,
            1,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            10),
        List.of());
  }

  @Override
  public PlannedShard shard(int partition, int shard) {
    return shards.get(shard);
  }

  @Override
  public SlideInspection inspection(int row) {
    return inspections.get(row);
  }

  @Override
  public ManifestRow row(int row) {
    return rows.get(row);
  }
}
