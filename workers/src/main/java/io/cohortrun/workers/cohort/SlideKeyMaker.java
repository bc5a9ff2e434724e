package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.slide.Survey;
import io.cohortrun.workers.store.SlideIndex;
import io.cohortrun.workers.store.SlideKeyInputs;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects all that a slide's numbers depend on: slide, bundle, settings, and this release.
 *
 * @param featureVersion of feature head and result format
 * @param libtorch version
 */
public record SlideKeyMaker(String featureVersion, String libtorch) {

  /**
   * The release that made a slide key, whether or not a result lies under it yet.
   *
   * @param slideKey empty where the slide had none
   * @return empty where there is no key, or its inputs were not noted
   * @throws IOException where the store fails
   */
  static Optional<SlideKeyMaker> of(String slideKey, SlideIndex index) throws IOException {
    return slideKey.isEmpty()
        ? Optional.empty()
        : index
            .inputs(slideKey)
            .map(
                inputs ->
                    new SlideKeyMaker(
                        inputs.path("featureVersion").asText(), inputs.path("libtorch").asText()));
  }

  /**
   * A run does not go on under slide keys that stand for results of another release: it would put
   * its own there, and could not read those that are there. The slides of an attempt were looked at
   * by one release, so that the first key which tells speaks for all.
   *
   * @param attempt nothing is asked of one whose slides were not looked at
   * @throws RunRefused another release began it
   * @throws IOException where the store fails
   */
  public void requireBegan(RunFiles attempt) throws IOException, RunRefused {
    SlideIndex index = new SlideIndex(attempt.store());
    for (SlideInspection seen : attempt.inspections()) {
      Optional<SlideKeyMaker> began = of(seen.slideKey(), index);
      if (began.isPresent()) {
        requireSame(began.get());
        return;
      }
    }
  }

  private void requireSame(SlideKeyMaker began) throws RunRefused {
    if (!began.equals(this)) {
      throw new RunRefused(
          RunRefused.Kind.InputChanged,
          "the run was begun by a release whose slide results have version %s and libtorch %s, and those of this one have version %s and libtorch %s: finish it with the release that began it, or begin a new run, with another spec.output.uri, which computes its slides again"
              .formatted(began.featureVersion, began.libtorch, featureVersion, libtorch));
    }
  }

  /** Whether this release made a slide key that an earlier attempt names, if it names one. */
  boolean made(String slideKey, SlideIndex index) throws IOException {
    return slideKey.isEmpty() || of(slideKey, index).filter(this::equals).isPresent();
  }

  /**
   * The inputs of a slide's key.
   *
   * @param contentDigest of the slide's bytes
   * @param roiDigest of the region of interest, or empty
   */
  SlideKeyInputs inputs(
      SlideTerms terms, String contentDigest, SlideInfo info, Survey survey, String roiDigest) {
    Bundle bundle = terms.bundle();
    SortedMap<String, Double> thresholds = new TreeMap<>();
    bundle.channels().forEach(c -> thresholds.put(c.id(), c.threshold()));
    thresholds.putAll(terms.settings().thresholds());
    String profile = survey.mask().profile();
    return new SlideKeyInputs(
        contentDigest,
        bundle.id() + " " + bundle.version(),
        terms.bundleDigest(),
        survey.mpp(),
        terms.settings().targetMpp(bundle.mpp()),
        bundle.tilePx(),
        bundle.windowPx(),
        Integer.parseInt(profile.substring(profile.indexOf('/') + 1)),
        roiDigest,
        terms.settings(),
        thresholds,
        featureVersion,
        libtorch,
        info.reader() + " " + info.readerVersion());
  }
}
