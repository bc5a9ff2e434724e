package io.cohortrun.workers.report;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.shard.SlideResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the report knows of one row.
 *
 * @param index for the first page and the gallery
 * @param channels in output order: id, role, colour, threshold; null where there is no result
 * @param facts for its page
 */
record SlideRecord(IndexRow index, List<Map<String, Object>> channels, Map<String, Object> facts) {

  static List<Map<String, Object>> channels(SlideResult result) {
    List<Map<String, Object>> channels = new ArrayList<>();
    for (Bundle.Channel channel : result.channels()) {
      Map<String, Object> entry = new TreeMap<>();
      entry.put("id", channel.id());
      entry.put("role", channel.role());
      entry.put("colour", "#%06x".formatted(channel.colour()));
      entry.put("threshold", channel.threshold());
      channels.add(entry);
    }
    return channels;
  }
}
