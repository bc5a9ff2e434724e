package io.cohortrun.workers.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;

/** Names a slide's result by everything that changes its numbers. */
public final class SlideKey {

  /** Raised when the canonical text changes its shape; part of every key. */
  static final int VERSION = 1;

  private SlideKey() {}

  /** The key of these inputs: sha256 of their canonical text, 64 hex digits. */
  public static String of(SlideKeyInputs inputs) {
    return Sha256.of(canonical(inputs));
  }

  /** The bytes of {@code key.json}: fixed field order, sorted maps, shortest numbers. */
  static byte[] canonical(SlideKeyInputs inputs) {
    try {
      return Json.MAPPER.writeValueAsBytes(new Stored(VERSION, inputs));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("slide key inputs are plain values", e);
    }
  }

  /** Shape of {@code key.json}. */
  record Stored(int version, SlideKeyInputs inputs) {}
}
