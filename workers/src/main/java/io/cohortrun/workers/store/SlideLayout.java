package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Sha256;

/** Keys of slide results and of the indexes beside them: the only place that spells them. */
final class SlideLayout {

  /** Everything that runs share. */
  static final String SLIDES = "slides/";

  /** Beginning of the indexes; no slide key can be {@code index}. */
  static final String INDEX = SLIDES + "index/";

  private static final String BY_CONTENT = INDEX + "content/";

  private SlideLayout() {}

  static String slide(String slideKey) {
    return SLIDES + slideKey + "/";
  }

  static String keyJson(String slideKey) {
    return slide(slideKey) + "key.json";
  }

  static String maps(String slideKey, String profile) {
    return slide(slideKey) + "maps-" + profile + "/";
  }

  /** Folder of one marker per slide key of that content. */
  static String content(String contentDigest) {
    return BY_CONTENT + contentDigest.substring(0, 2) + "/" + contentDigest + "/";
  }

  /** What is known of the bytes behind a URI. The URI itself is not spelled out. */
  static String uri(String uri) {
    String digest = Sha256.of(uri);
    return INDEX + "uri/" + digest.substring(0, 2) + "/" + digest + ".json";
  }
}
