package io.cohortrun.cli.local;

import io.cohortrun.cli.Version;
import io.cohortrun.cli.setup.CohortHome;
import io.cohortrun.workers.cohort.CohortTools;
import io.cohortrun.workers.cohort.CommittedSlides;
import io.cohortrun.workers.cohort.SlideKeyMaker;
import io.cohortrun.workers.cohort.SpaceForecast;
import io.cohortrun.workers.cohort.StoreChecks;
import io.cohortrun.workers.cohort.StoredRun;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.report.Report;
import io.cohortrun.workers.shard.InferencePace;
import io.cohortrun.workers.shard.MergeGiants;
import io.cohortrun.workers.shard.ShardMetrics;
import io.cohortrun.workers.shard.ShardTools;
import io.cohortrun.workers.shard.SlideMaps;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.child.DecodeProcesses;
import io.cohortrun.workers.slide.read.Readers;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.RunRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All real parts of this machine, a laptop or a pod, wired once. */
public final class LocalTools implements AutoCloseable {

  /** Of feature head and result format: part of every slide key. */
  private static final String FEATURE_VERSION = "2";

  /** Slides opened at once in preflight: each has a decode child. */
  private static final int PREFLIGHT_SLIDES = 2;

  /** Rate that the forecast starts from, tiles per second and process. */
  public static final double TILES_PER_SECOND = 8;

  private final MeterRegistry meters;
  private final LocalWork work;
  private final DecodeProcesses decoders = new DecodeProcesses();
  private final ExecutorService inferring;
  private final LocalModel models;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
  private final Map<String, Staging> stagings = new ConcurrentHashMap<>();

  public LocalTools() {
    this(new SimpleMeterRegistry());
  }

  /** The same, which counts there. */
  public LocalTools(MeterRegistry meters) {
    this.meters = meters;
    this.work = new LocalWork(meters);
    this.inferring =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().name("infer-", 0).daemon().factory());
    this.models = new LocalModel(cores);
  }

  /** Starts meanwhile what the first slide will wait for. */
  void prepare() {
    decoders.prepare();
  }

  /** What this program puts into slide keys. */
  static SlideKeyMaker release() {
    return new SlideKeyMaker(FEATURE_VERSION, TorchModels.libtorchVersion());
  }

  /** What the CPU activities work with. */
  public CohortTools cohort() {
    return new CohortTools(
        Stores::open,
        uri -> Bundles.open(uri).bundle(),
        uri -> Bundles.open(uri).digest(),
        this::staging,
        decoders,
        release(),
        new CommittedSlides(),
        this::mergeGiant,
        new StoreChecks(),
        new SpaceForecast(TILES_PER_SECOND),
        new Report(),
        versions(),
        PREFLIGHT_SLIDES,
        meters,
        Clock.systemUTC());
  }

  /**
   * What shard activities work with.
   *
   * @param slides in flight at once
   */
  public ShardTools shards(int slides) {
    SlideOpener opener =
        slide -> {
          work.decoding();
          return decoders.open(slide);
        };
    return new ShardTools(
        this::staging,
        opener,
        models,
        InferencePace.of(cores, cores, 1, slides),
        inferring,
        new ShardMetrics(meters),
        scratch);
  }

  /** Whether the GPU failed so that only another process can use it. */
  public boolean deviceLost() {
    return models.deviceLost();
  }

  /** What was done so far. */
  LocalWork work() {
    return work;
  }

  private Staging staging(ObjectStore store) {
    return stagings.computeIfAbsent(store.uri(), uri -> stagingOver(store));
  }

  /** Stages slides for runs over {@code store}, on this machine's cache; the caller closes it. */
  static Staging stagingOver(ObjectStore store) {
    return new Staging(store, CohortHome.folder().resolve("slides"), Staging.Limits.DEFAULT);
  }

  private Optional<SlideOutcome> mergeGiant(RunRef run, int row) throws IOException {
    try (ObjectStore store = Stores.open(run.output())) {
      StoredRun stored = new StoredRun(store, run);
      CohortInput input = stored.input();
      SlideMaps maps = SlideMaps.of(input, stored.row(row).slideId(), models.bundle(input));
      return new MergeGiants(scratch).merge(store, stored.inspection(row), maps);
    }
  }

  private static SortedMap<String, String> versions() {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("cohortrun", Version.text());
    versions.put("java", Runtime.version().toString());
    versions.put("libtorch", TorchModels.libtorchVersion());
    versions.put("djl", TorchModels.djlVersion());
    versions.put("readers", new Readers().versions());
    return versions;
  }

  @Override
  public void close() {
    inferring.shutdownNow();
    models.close();
    decoders.close();
    stagings.values().forEach(Staging::close);
  }
}
