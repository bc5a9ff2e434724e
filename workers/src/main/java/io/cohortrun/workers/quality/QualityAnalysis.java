package io.cohortrun.workers.quality;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.table.BadTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores of the run's bundle, of other bundles and of what knows nothing of proteins, by slide. One
 * tile at a time is held.
 */
final class QualityAnalysis {

  /** The nulls, which a model must beat before it is said to show proteins. */
  static final List<String> NULLS = List.of("dapi", "base-rate", "shuffled", "tissue");

  private static final double HALF = 0.5;
  private static final double WHITE = 220;

  private final Translation own;
  private final List<Translation> others;
  private final List<String> channels;
  private final Tuning tuning = new Tuning();
  private final Map<String, Map<String, Map<String, SlideScore>>> scores = new LinkedHashMap<>();

  /**
   * @param own bundle of the run, with the thresholds of the run
   * @param others baselines; their thresholds are tuned on the validation split
   */
  QualityAnalysis(Translation own, List<Translation> others) {
    this.own = own;
    this.others = others;
    this.channels = own.channels().stream().map(Bundle.Channel::id).toList();
  }

  /** Takes every tile that is judged. */
  @FunctionalInterface
  interface Judged {
    void tile(Tile.Place place, Tile tile, Map<String, byte[]> virtual) throws IOException;
  }

  /**
   * Judges.
   *
   * @return bundle or null to channel to slide to score
   */
  Map<String, Map<String, Map<String, SlideScore>>> of(List<Region> regions, Judged judged)
      throws BadTable, IOException {
    for (Region region : regions.stream().filter(Region::validation).toList()) {
      for (Tile.Place place : Tile.Place.of(region)) {
        learn(place.read(channels));
      }
    }
    List<Tile.Place> places = inTurn(regions.stream().filter(r -> !r.validation()).toList());
    Elsewhere elsewhere = elsewhere(places);
    for (Tile.Place place : places) {
      Tile tile = place.read(channels);
      Map<String, byte[]> virtual = own.of(tile);
      elsewhere = elsewhere.than(place.region().slide());
      judge(place.region().slide(), tile, virtual, elsewhere.other());
      judged.tile(place, tile, virtual);
      elsewhere = elsewhere.next(virtual);
    }
    return scores;
  }

  /**
   * The last tile of the slide at hand and of the one before it.
   *
   * @param slide at hand
   * @param of it, virtual; empty before its first tile
   * @param other of another slide; empty where there is but one
   */
  private record Elsewhere(String slide, Map<String, byte[]> of, Map<String, byte[]> other) {

    Elsewhere than(String at) {
      return at.equals(slide) ? this : new Elsewhere(at, Map.of(), of);
    }

    Elsewhere next(Map<String, byte[]> virtual) {
      return new Elsewhere(slide, virtual, other);
    }
  }

  /** Before the first tile: one of the last other slide. */
  private Elsewhere elsewhere(List<Tile.Place> places) throws BadTable, IOException {
    String first = places.isEmpty() ? "" : places.getFirst().region().slide();
    for (Tile.Place place : places.reversed()) {
      if (!place.region().slide().equals(first)) {
        return new Elsewhere(first, Map.of(), own.of(place.read(channels)));
      }
    }
    return new Elsewhere(first, Map.of(), Map.of());
  }

  /**
   * A tile of each slide in turn, so that a tile is beside one of another slide where there are
   * two.
   */
  private static List<Tile.Place> inTurn(List<Region> regions) throws BadTable, IOException {
    Map<String, List<Tile.Place>> bySlide = new LinkedHashMap<>();
    for (Region region : regions) {
      bySlide.computeIfAbsent(region.slide(), s -> new ArrayList<>()).addAll(Tile.Place.of(region));
    }
    List<Tile.Place> places = new ArrayList<>();
    int most = bySlide.values().stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < most; i++) {
      for (List<Tile.Place> of : bySlide.values()) {
        if (i < of.size()) {
          places.add(of.get(i));
        }
      }
    }
    return places;
  }

  private void learn(Tile tile) {
    tuning.add(own.name(), own.of(tile), tile);
    others.forEach(other -> tuning.add(other.name(), other.of(tile), tile));
  }

  private void judge(
      String slide, Tile tile, Map<String, byte[]> virtual, Map<String, byte[]> elsewhere) {
    Map<String, Double> thresholds = new HashMap<>();
    own.channels().forEach(c -> thresholds.put(c.id(), c.threshold()));
    byte[] tissue = tissue(tile.rgb());
    Map<String, Target> real = Target.of(tile);
    for (String channel : real.keySet()) {
      double threshold = thresholds.get(channel);
      score(own.name(), channel, slide, virtual.get(channel), threshold, real);
      if (virtual.containsKey("DAPI")) {
        score("dapi", channel, slide, virtual.get("DAPI"), thresholds.get("DAPI"), real);
      }
      double share = tuning.prevalence(own.name(), channel);
      if (!Double.isNaN(share)) {
        byte[] always = new byte[tissue.length];
        Arrays.fill(always, (byte) Math.round(255 * share));
        score("base-rate", channel, slide, always, HALF, real);
      }
      if (!elsewhere.isEmpty()) {
        score("shuffled", channel, slide, elsewhere.get(channel), threshold, real);
      }
      score("tissue", channel, slide, tissue, HALF, real);
    }
    for (Translation other : others) {
      Map<String, byte[]> predicted = other.of(tile);
      for (Bundle.Channel channel : other.channels()) {
        if (real.containsKey(channel.id())) {
          double threshold = tuning.threshold(other.name(), channel.id(), channel.threshold());
          score(other.name(), channel.id(), slide, predicted.get(channel.id()), threshold, real);
        }
      }
    }
  }

  private void score(
      String bundle,
      String channel,
      String slide,
      byte[] predicted,
      double threshold,
      Map<String, Target> real) {
    scores
        .computeIfAbsent(bundle, b -> new LinkedHashMap<>())
        .computeIfAbsent(channel, c -> new LinkedHashMap<>())
        .computeIfAbsent(slide, s -> new SlideScore(channel))
        .add(predicted, threshold, real);
  }

  /** 255 where the stain is not white. */
  private static byte[] tissue(byte[] rgb) {
    byte[] tissue = new byte[rgb.length / 3];
    for (int i = 0; i < tissue.length; i++) {
      double mean = ((rgb[3 * i] & 0xFF) + (rgb[3 * i + 1] & 0xFF) + (rgb[3 * i + 2] & 0xFF)) / 3.0;
      tissue[i] = (byte) (mean < WHITE ? 255 : 0);
    }
    return tissue;
  }
}
