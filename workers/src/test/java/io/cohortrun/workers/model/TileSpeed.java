package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.SlideSurvey;
import io.cohortrun.workers.slide.Survey;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.slide.TileSource;
import io.cohortrun.workers.slide.child.DecodeProcesses;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workflows.contract.SlideSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where the time of a tile goes on this machine: a benchmark, run only when named ({@code
 * -Dtest=TileSpeed}). What it asserts is that the tiles that were timed are right.
 */
class TileSpeed {

  private static final int ROUNDS = 5;
  private static final SlideSettings SETTINGS =
      new SlideSettings(
          "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>());

  private record Cost(double processorMillis, double tilesPerSecond) {}

  private record Step(String name, Work work) {}

  private interface Work {
    void on(TilePixels tile) throws Exception;
  }

  @Test
  void tilesOfTheQuickstartStepByStep() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    try (DecodeProcesses children = new DecodeProcesses();
        SlideReader reader = children.open(TestSlides.of("slides/CMU-1-Small-Region.svs"));
        TorchModel model = (TorchModel) TorchModels.load(Bundles.open("demo"), "fp32", cores)) {
      int side = model.bundle().tilePx();
      Survey survey = SlideSurvey.survey(reader, SETTINGS, model.bundle().mpp(), side, null, null);
      TileSource source = new TileSource(reader, survey.grid(), survey.mask(), SETTINGS, 0);
      List<TilePixels> tiles = new ArrayList<>();
      for (int i = 0; i < survey.grid().tiles().size(); i++) {
        tiles.add(source.read(i));
      }
      List<Step> steps =
          List.of(
              new Step("decode, alone", t -> source.read(t.index())),
              new Step("network, alone", model::network),
              new Step("network and head", t -> model.infer(List.of(t), 0)),
              new Step("network, head, 128 px maps", t -> model.infer(List.of(t), 128)),
              new Step(
                  "decode, network, head", t -> model.infer(List.of(source.read(t.index())), 0)));
      System.out.printf(
          "%s, %d threads, %d tiles, %d rounds%n",
          model.numericClass().device(), cores, tiles.size(), ROUNDS);
      for (Step step : steps) {
        Cost cost = cost(tiles, step.work(), cores);
        System.out.printf(
            "%-28s %6.1f ms of processor per tile, %5.1f tiles/s%n",
            step.name(), cost.processorMillis(), cost.tilesPerSecond());
      }
      TilePixels last = tiles.getLast();
      assertThat(Tiles.text(model.infer(List.of(last), 0).getFirst()))
          .isEqualTo(
              Tiles.text(
                  new HeadOracle(model.bundle(), model.bundle().windowPx())
                      .count(last.index(), model.stitched(last), last.valid(), 0)));
    }
  }

  /** Over all rounds but the first, which warms up. */
  private static Cost cost(List<TilePixels> tiles, Work work, int threads) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (TilePixels tile : tiles) {
      calls.add(
          () -> {
            work.on(tile);
            return null;
          });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      long wall = 0;
      long processor = 0;
      for (int r = 0; r <= ROUNDS; r++) {
        if (r == 1) {
          wall = System.nanoTime();
          processor = processorNanos();
        }
        for (var done : pool.invokeAll(calls)) {
          done.get();
        }
      }
      double done = ROUNDS * tiles.size();
      return new Cost(
          (processorNanos() - processor) / 1e6 / done, done / ((System.nanoTime() - wall) / 1e9));
    }
  }

  /** Of this process and its decode children: unlike the clock, it does not see who else works. */
  private static long processorNanos() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
        .flatMap(p -> p.info().totalCpuDuration().stream())
        .mapToLong(Duration::toNanos)
        .sum();
  }
}
