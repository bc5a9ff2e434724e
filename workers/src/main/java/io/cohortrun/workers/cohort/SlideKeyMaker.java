package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.slide.SlideInfo;
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
