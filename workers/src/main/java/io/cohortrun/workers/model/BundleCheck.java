package io.cohortrun.workers.model;

import io.cohortrun.workflows.stats.screen.BackgroundChannels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rules of {@code bundle.json}; every broken one is named, all at once. */
final class BundleCheck {

  private static final Set<String> RUNTIMES = Set.of("torchscript");
  private static final Set<String> ROLES = Set.of("marker", "nuclear", "background");

  /** Sums of the feature head stay below 2^24, and so exact in float32, up to here. */
  private static final int LARGEST_TILE = 2048;

  private final List<String> errors = new ArrayList<>();

  private BundleCheck() {}

  /** Sentences, empty when the bundle is well-formed. */
  static List<String> errors(Bundle b) {
    BundleCheck check = new BundleCheck();
    check.all(b);
    return check.errors;
  }

  /** Sentences about threshold overrides, empty when all can be applied. */
  static List<String> thresholds(Bundle b, Map<String, Double> overrides) {
    Set<String> ids = new HashSet<>();
    b.channels().forEach(c -> ids.add(c.id()));
    BundleCheck check = new BundleCheck();
    overrides.forEach(
        (id, value) -> {
          check.rule(ids.contains(id), "bundle %s has no channel %s".formatted(b.id(), id));
          check.rule(
              value != null && value > 0 && value < 1,
              "threshold of %s must lie between 0 and 1, not %s".formatted(id, value));
        });
    return check.errors;
  }

  private void all(Bundle b) {
    rule(b.id() != null && b.id().matches("[a-z0-9][a-z0-9._-]{0,62}"), "id must be a short name");
    rule(present(b.version()), "version is missing");
    rule(
        b.runtime() != null && RUNTIMES.contains(b.runtime()),
        "runtime must be torchscript, not " + b.runtime());
    rule(
        b.architecture() == null || b.architecture().matches("[a-z0-9][a-z0-9._-]{0,62}"),
        "architecture must be a short name, or left out");
    rule(b.mpp() >= 0.05 && b.mpp() <= 100, "mpp must lie within 0.05-100, not " + b.mpp());
    rule(
        b.tilePx() >= 64 && b.tilePx() <= LARGEST_TILE && b.tilePx() % 8 == 0,
        "tilePx must be a multiple of 8 within 64-2048, not " + b.tilePx());
    rule(
        b.windowPx() >= 4 && b.tilePx() % Math.max(1, b.windowPx()) == 0,
        "windowPx %d must divide tilePx %d".formatted(b.windowPx(), b.tilePx()));
    rule(three(b.mean()), "mean must be three numbers");
    rule(three(b.sd()) && b.sd().stream().allMatch(v -> v > 0), "sd must be three numbers above 0");
    channels(b.channels());
    tolerances(b.tolerances());
    digests(b.digests());
    rule(present(b.licence()), "licence is missing");
    rule(present(b.intendedUse()), "intendedUse is missing");
  }

  private void channels(List<Bundle.Channel> channels) {
    if (channels == null || channels.isEmpty() || channels.size() > 256) {
      errors.add("channels must be a list of 1-256");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < channels.size(); i++) {
      Bundle.Channel c = channels.get(i);
      String at = "channel %d (%s): ".formatted(i, c == null ? null : c.id());
      if (c == null || c.id() == null || !c.id().matches("[A-Za-z0-9][A-Za-z0-9 ._+-]{0,62}")) {
        errors.add(at + "id must be a short name");
        continue;
      }
      rule(seen.add(c.id()), at + "id is used twice");
      rule(
          c.role() != null && ROLES.contains(c.role()),
          at + "role must be marker, nuclear or background, not " + c.role());
      background(at, c);
      rule(
          c.threshold() > 0 && c.threshold() < 1,
          at + "threshold must lie between 0 and 1, not " + c.threshold());
      rule(c.colour() >= 0 && c.colour() <= 0xFFFFFF, at + "colour must be 0-16777215 (0xRRGGBB)");
    }
  }

  /** Statistics go by names. */
  private void background(String at, Bundle.Channel c) {
    String names = String.join(" and ", BackgroundChannels.NAMES);
    rule(
        !"background".equals(c.role()) || BackgroundChannels.contains(c.id()),
        at + "statistics take %s alone for background: give it another role".formatted(names));
    rule(
        "background".equals(c.role()) || !BackgroundChannels.contains(c.id()),
        at + "statistics take %s for background: its role must be background".formatted(names));
  }

  private void tolerances(Bundle.Tolerances t) {
    if (t == null) {
      errors.add("tolerances are missing");
      return;
    }
    rule(t.fp32() > 0 && t.fp32() <= 0.01, "tolerances.fp32 must lie within 0-0.01");
    rule(
        t.reducedMean() >= 0 && t.reducedMean() <= 0.1,
        "tolerances.reducedMean must lie within 0-0.1");
    rule(
        t.reducedDensity() >= 0 && t.reducedDensity() <= 0.1,
        "tolerances.reducedDensity must lie within 0-0.1");
  }

  private void digests(Map<String, String> digests) {
    if (digests == null) {
      errors.add("digests are missing");
      return;
    }
    for (String file : List.of(Bundles.MODEL, Bundles.GOLDEN)) {
      rule(digests.containsKey(file), "digests names no " + file);
    }
    digests.forEach(
        (name, value) ->
            rule(
                value != null
                    && value.matches(
                        name.startsWith(Tensors.PREFIX)
                            ? "[a-z0-9]+\\[[0-9,]*\\] [0-9a-f]{64}"
                            : "[0-9a-f]{64}"),
                "digests: %s must be %s"
                    .formatted(
                        name,
                        name.startsWith(Tensors.PREFIX)
                            ? "type[shape] and 64 hex digits"
                            : "64 hex digits")));
  }

  private static boolean present(String text) {
    return text != null && !text.isBlank();
  }

  private static boolean three(Collection<Double> values) {
    return values != null
        && values.size() == 3
        && values.stream().allMatch(v -> Objects.nonNull(v) && Double.isFinite(v));
  }

  private void rule(boolean holds, String otherwise) {
    if (!holds) {
      errors.add(otherwise);
    }
  }
}
