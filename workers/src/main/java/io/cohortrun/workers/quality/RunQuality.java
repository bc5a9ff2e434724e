package io.cohortrun.workers.quality;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Translation quality as a part of a run, on this machine's processors. */
public final class RunQuality {

  /** What is uploaded last of what {@link #write} writes. */
  public static final String LAST = "quality/panels.csv";

  /** As published: regions end at their border, and there is nothing to blend with beyond it. */
  private static final String TILING = "published";

  private RunQuality() {}

  /**
   * Finds before anything is computed what would be found after.
   *
   * @param bundle URI of the run's
   * @throws BadTable table or images of the regions cannot be used
   * @throws ModelRejected a baseline cannot be used
   */
  public static void check(AnalysisSettings.Quality asked, String bundle)
      throws BadTable, IOException {
    Bundle own = Bundles.open(bundle).bundle();
    List<Bundle> baselines = new ArrayList<>();
    for (String baseline : asked.baselines()) {
      baselines.add(Bundles.open(baseline).bundle());
    }
    requireComparable(own, baselines);
    List<String> channels = own.channels().stream().map(Bundle.Channel::id).toList();
    for (Region region : Region.read(asked.pairs())) {
      RegionImages.check(region, channels);
    }
  }

  /**
   * Each network must read the regions as it was made for, and have rows of its own in the tables.
   *
   * @throws ModelRejected one does not
   */
  static void requireComparable(Bundle own, List<Bundle> baselines) {
    requireFit(own);
    Set<String> channels = ids(own);
    Set<String> names = new HashSet<>(Set.of(Translation.name(own)));
    for (Bundle baseline : baselines) {
      String name = Translation.name(baseline);
      requireFit(baseline);
      if (baseline.mpp() != own.mpp()) {
        throw rejected(
            "baseline %s reads %s um/px and bundle %s of the run %s: images of one resolution cannot serve both; make it again for %s (a published network by cohort model import --mpp)"
                .formatted(name, baseline.mpp(), Translation.name(own), own.mpp(), own.mpp()));
      }
      if (!names.add(name)) {
        throw rejected(
            "two bundles are called %s, and their scores would be one's: give one of them another id or version"
                .formatted(name));
      }
      if (Collections.disjoint(channels, ids(baseline))) {
        throw rejected(
            "baseline %s has none of the channels of bundle %s: %s"
                .formatted(
                    name, Translation.name(own), String.join(", ", new TreeSet<>(channels))));
      }
    }
  }

  private static Set<String> ids(Bundle bundle) {
    return bundle.channels().stream().map(Bundle.Channel::id).collect(Collectors.toSet());
  }

  private static void requireFit(Bundle bundle) {
    if (!Translation.fits(bundle)) {
      throw rejected(
          "tiles of bundle %s are of %d px, which does not divide %d"
              .formatted(bundle.id(), bundle.tilePx(), Tile.SIDE));
    }
  }

  private static ModelRejected rejected(String why) {
    return new ModelRejected(ModelRejected.Code.Invalid, "spec.analyses.quality: " + why);
  }

  /**
   * Writes {@code quality.csv}, {@code quality_slides.csv} and {@code quality/} into a folder.
   *
   * @throws BadTable regions changed since they were checked
   */
  public static void write(Path folder, AnalysisSettings.Quality asked, CohortInput run)
      throws BadTable, IOException {
    List<TileModel> loaded = new ArrayList<>();
    try {
      BundleFolder own = Bundles.open(run.bundle()).withThresholds(run.settings().thresholds());
      loaded.add(TorchModels.load(own, TILING, run.settings().precision(), 1));
      for (String baseline : asked.baselines()) {
        loaded.add(TorchModels.load(Bundles.open(baseline), TILING, "fp32", 1));
      }
      write(folder, Region.read(asked.pairs()), loaded.stream().map(Translation::new).toList());
    } finally {
      loaded.forEach(TileModel::close);
    }
  }

  /**
   * @param translations the run's first, then the baselines
   */
  static void write(Path folder, List<Region> regions, List<Translation> translations)
      throws BadTable, IOException {
    Translation own = translations.getFirst();
    Panels panels = new Panels(folder.resolve("quality"));
    var scores =
        new QualityAnalysis(own, translations.subList(1, translations.size()))
            .of(regions, panels::tile);
    panels.close();
    QualityTable.write(folder, own.name(), scores);
  }
}
