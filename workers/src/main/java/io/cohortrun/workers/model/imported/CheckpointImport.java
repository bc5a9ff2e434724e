package io.cohortrun.workers.model.imported;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.GoldenPairs;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.OwnDigest;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.model.checkpoint.Checkpoint;
import io.cohortrun.workflows.contract.SlideSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.commons.io.file.PathUtils;

/**
 * Turns a published checkpoint into a bundle. The bundle's folder appears whole, after the very
 * load that workers do has accepted it, or not at all.
 *
 * @param architecture of the checkpoint
 * @param checkpoint the file
 * @param golden pair that the result must reproduce, if one is at hand
 * @param mpp resolution that the bundle will ask for, um/px
 */
public record CheckpointImport(
    Architecture architecture, Path checkpoint, Optional<Path> golden, double mpp) {

  /** What the authors' code and answers say: windows of 256 px at 40x. */
  public static final double PUBLISHED_MPP = 0.25;

  /** Another device than the one that made the pair is off by so much of a probability. */
  private static final double OF_OWN_PAIR = 1e-4;

  /** A logit may be off by a thousandth on import already, a probability by a quarter of that. */
  private static final double OF_GIVEN_PAIR = GoldenPairs.LOGIT / 4 + OF_OWN_PAIR;

  private static final int WINDOW = 256;
  private static final int TILE = 512;
  private static final String LICENCE =
      "Weights: Apache-2.0 as published with GigaTIME; the terms of the model page from which the"
          + " checkpoint was obtained apply";
  private static final String INTENDED_USE = "Research only, no clinical use";

  /**
   * What an import made.
   *
   * @param bundle opened from where it was written
   * @param agreement with the given golden pair, if one was given
   */
  public record Imported(BundleFolder bundle, Optional<GoldenPairs.Agreement> agreement) {}

  /**
   * Imports.
   *
   * @param to folder of the bundle; must not be there yet
   * @throws ModelRejected the checkpoint is not one of this architecture, or the golden pair is not
   *     its own
   * @throws IOException something cannot be read or written
   */
  public Imported into(Path to) throws IOException {
    Path target = to.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path making = Files.createDirectory(target.resolveSibling(".importing-" + UUID.randomUUID()));
    try {
      Optional<GoldenPairs.Agreement> agreement = fill(making);
      Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
      return new Imported(Bundles.open(target.toString()), agreement);
    } catch (IOException | RuntimeException | Error e) {
      PathUtils.deleteDirectory(making);
      throw e;
    }
  }

  private Optional<GoldenPairs.Agreement> fill(Path dir) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    Path model = dir.resolve(Bundles.MODEL);
    for (Map.Entry<String, String> e : fold(model).entrySet()) {
      digests.put("tensor:" + e.getKey(), e.getValue());
    }
    digests.put(Bundles.MODEL, Sha256.of(model));
    BundleFolder unfinished = new BundleFolder(dir, bundle(digests), "");
    Optional<GoldenPairs.Agreement> agreement = Optional.empty();
    if (golden.isPresent()) {
      agreement = Optional.of(GoldenPairs.adopt(unfinished, golden.get()));
    } else {
      GoldenPairs.make(unfinished);
    }
    digests.put(Bundles.GOLDEN, Sha256.of(unfinished.golden()));
    digests.put(Bundles.DESCRIPTION, OwnDigest.UNSIGNED);
    ObjectWriter pretty = Json.MAPPER.writerWithDefaultPrettyPrinter();
    Files.write(
        dir.resolve(Bundles.DESCRIPTION),
        OwnDigest.signed(pretty.writeValueAsBytes(bundle(digests))));
    TorchModels.load(Bundles.open(dir.toString()), "fp32", 1).close();
    return agreement;
  }

  private SortedMap<String, String> fold(Path model) throws IOException {
    try (Checkpoint opened = Checkpoint.open(checkpoint)) {
      Weights weights = Weights.of(opened, architecture);
      Map<String, double[]> folded = architecture.fold(weights);
      if (!weights.left().isEmpty()) {
        throw new IllegalStateException("not used: " + weights.left());
      }
      return Template.of(architecture).fill(folded, model);
    }
  }

  private Bundle bundle(SortedMap<String, String> digests) throws IOException {
    boolean literal = mpp == SlideSettings.PAPER_LITERAL_MPP;
    return new Bundle(
        literal ? architecture.id() + "-mpp-0.5" : architecture.id(),
        Sha256.of(checkpoint).substring(0, 12),
        "torchscript",
        architecture.id(),
        mpp,
        TILE,
        WINDOW,
        List.of(0.485, 0.456, 0.406),
        List.of(0.229, 0.224, 0.225),
        Panel.CHANNELS,
        new Bundle.Tolerances(golden.isPresent() ? OF_GIVEN_PAIR : OF_OWN_PAIR, 0.03, 0.02),
        digests,
        LICENCE,
        INTENDED_USE,
        false);
  }
}
